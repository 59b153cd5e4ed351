package io.jobarrays.server.web;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Looks for flaws in percent-encoded text, which decoders replace without a word. */
final class PercentEncoding {

    enum Flaw {
        ESCAPE("a % without two hexadecimal digits"),
        UTF_8("bytes that are not UTF-8"),
        NUL("the character NUL"),
        CONTROL("a control character");

        private final String words;

        Flaw(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }
    }

    private PercentEncoding() {}

    /** The gravest flaw of the text. */
    static Optional<Flaw> flaw(@Nullable String encoded) {
        if (encoded == null) {
            return Optional.empty();
        }
        Optional<byte[]> bytes = decode(encoded);
        if (bytes.isEmpty()) {
            return Optional.of(Flaw.ESCAPE);
        }
        try {
            return flawOf(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes.get())));
        } catch (CharacterCodingException e) {
            return Optional.of(Flaw.UTF_8);
        }
    }

    private static Optional<Flaw> flawOf(CharSequence text) {
        if (text.chars().anyMatch(c -> c == 0)) {
            return Optional.of(Flaw.NUL);
        }
        return text.chars().anyMatch(Character::isISOControl)
                ? Optional.of(Flaw.CONTROL)
                : Optional.empty();
    }

    private static Optional<byte[]> decode(String encoded) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(encoded.length());
        for (int i = 0; i < encoded.length(); i++) {
            char c = encoded.charAt(i);
            if (c != '%') {
                bytes.write(c);
                continue;
            }
            int high =
                    i + 2 <= encoded.length() - 1 ? Character.digit(encoded.charAt(i + 1), 16) : -1;
            int low = high < 0 ? -1 : Character.digit(encoded.charAt(i + 2), 16);
            if (low < 0) {
                return Optional.empty();
            }
            bytes.write(high << 4 | low);
            i += 2;
        }
        return Optional.of(bytes.toByteArray());
    }
}
