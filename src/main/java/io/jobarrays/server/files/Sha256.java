package io.jobarrays.server.files;

import io.jobarrays.contract.Refusal;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** SHA-256 in lower-case hexadecimal, the name of a content. */
public final class Sha256 {
    private static final Pattern FORM = Pattern.compile("[0-9a-f]{64}");

    private Sha256() {}

    public static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    public static String of(byte[] content) {
        return hex(digest().digest(content));
    }

    public static String hex(byte[] digest) {
        return HexFormat.of().formatHex(digest);
    }

    public static String checked(String text) {
        if (!FORM.matcher(text).matches()) {
            throw new Refusal(
                    "\"%s\" is not a SHA-256; write its 64 digits 0-9 and a-f".formatted(text));
        }
        return text;
    }
}
