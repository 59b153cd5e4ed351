package io.jobarrays.contract;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;

/**
 * Decodes a text file that the user names, such as a script; as cloud-init does, it unpacks gzip
 * first.
 */
public final class ScriptFile {
    /** A request holds 1 MiB. */
    private static final int MAX_BYTES = 1 << 20;

    private ScriptFile() {}

    /** Decodes the file of a user data script. */
    public static String decode(String name, byte[] content) {
        return decode("user-data", name, content);
    }

    /**
     * @param flag that names the file, begins the sentence
     * @param name of the file, for the sentence
     * @throws Refusal when it is no text in UTF-8, or too large
     */
    public static String decode(String flag, String name, byte[] content) {
        byte[] script = isGzip(content) ? unpack(flag, name, content) : content;
        if (script.length > MAX_BYTES) {
            throw new Refusal(
                    "%s: %s has more than 1 MiB; put data into a file of --files"
                            .formatted(flag, name));
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(script)).toString();
        } catch (CharacterCodingException e) {
            throw new Refusal(
                    "%s: %s is not text in UTF-8, see line %d; convert it with iconv, or start a program of --files by a script"
                            .formatted(flag, name, lineOfFirstFlaw(script)));
        }
    }

    private static boolean isGzip(byte[] content) {
        return content.length > 2 && content[0] == 0x1f && content[1] == (byte) 0x8b;
    }

    private static byte[] unpack(String flag, String name, byte[] content) {
        try (GZIPInputStream packed = new GZIPInputStream(new ByteArrayInputStream(content))) {
            return packed.readNBytes(MAX_BYTES + 1);
        } catch (IOException e) {
            throw new Refusal(
                    "%s: %s begins like gzip and cannot be unpacked: %s"
                            .formatted(flag, name, e.getMessage()));
        }
    }

    private static long lineOfFirstFlaw(byte[] script) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(script);
        CoderResult ignored =
                decoder.decode(in, java.nio.CharBuffer.allocate(script.length + 1), true);
        long lines = 1;
        for (int i = 0; i < in.position(); i++) {
            lines += script[i] == '\n' ? 1 : 0;
        }
        return lines;
    }
}
