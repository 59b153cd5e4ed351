package io.jobarrays.contract;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Check that XML in UTF-8 holds no other bytes. The parser of the JDK finds them too, but prints
 * {@code [Fatal Error]} to stderr without asking its reporter.
 */
public final class XmlEncoding {
    private static final int DECLARATION_BYTES = 200;
    private static final Pattern DECLARED =
            Pattern.compile("<\\?xml[^>]*\\sencoding\\s*=\\s*[\"']([^\"']*)[\"']");

    private XmlEncoding() {}

    /**
     * A byte that is not of the encoding.
     *
     * @param line from 1
     * @param column from 1, in characters
     */
    public record WrongByte(int line, int column, int value) {
        /** The reason, and what to do. */
        public String sentence() {
            return ("the byte 0x%02X is not UTF-8; save the file as UTF-8, or name its encoding in its"
                            + " first line: <?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>")
                    .formatted(value);
        }
    }

    /** The first one; empty for other encodings, of which the parser takes what it can. */
    public static Optional<WrongByte> wrongByte(byte[] xml) {
        if (!isUtf8(xml)) {
            return Optional.empty();
        }
        CharsetDecoder decoder =
                StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer bytes = ByteBuffer.wrap(xml);
        CharBuffer characters = CharBuffer.allocate(xml.length);
        CoderResult result = decoder.decode(bytes, characters, true);
        if (!result.isError()) {
            return Optional.empty();
        }
        String before = characters.flip().toString();
        int lineBreak = before.lastIndexOf('\n');
        return Optional.of(
                new WrongByte(
                        (int) before.chars().filter(one -> one == '\n').count() + 1,
                        before.length() - lineBreak,
                        xml[bytes.position()] & 0xFF));
    }

    private static boolean isUtf8(byte[] xml) {
        String start =
                new String(
                        xml, 0, Math.min(xml.length, DECLARATION_BYTES), StandardCharsets.US_ASCII);
        // UTF-16 and UTF-32 have zero bytes beside the first bracket, or a byte order mark.
        boolean wide = start.indexOf('\0') >= 0;
        Matcher declared = DECLARED.matcher(start);
        return !wide && (!declared.find() || declared.group(1).equalsIgnoreCase("UTF-8"));
    }
}
