package io.jobarrays.contract;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** SHA-256 of bytes, text and files, as 64 lower-case hexadecimal digits. */
public final class Sha256 {
    private static final Pattern FORM = Pattern.compile("[0-9a-f]{64}");

    private Sha256() {}

    public static String of(byte[] content) {
        return hex(newDigest().digest(content));
    }

    /** Hash of {@code text} in UTF-8. */
    public static String of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * @throws IOException if {@code file} cannot be read
     */
    public static String ofFile(Path file) throws IOException {
        MessageDigest digest = newDigest();
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return hex(digest);
    }

    /** Digest for content that is hashed while it is copied; {@link #hex} gives its result. */
    public static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** Hash of the content that {@code digest} has received; resets {@code digest}. */
    public static String hex(MessageDigest digest) {
        return hex(digest.digest());
    }

    /**
     * @return {@code text}
     * @throws Refusal if {@code text} does not have the form of a hash
     */
    public static String checked(String text) {
        if (!FORM.matcher(text).matches()) {
            throw new Refusal(
                    "\"%s\" is not a SHA-256; write its 64 digits 0-9 and a-f".formatted(text));
        }
        return text;
    }

    private static String hex(byte[] hash) {
        return HexFormat.of().formatHex(hash);
    }
}
