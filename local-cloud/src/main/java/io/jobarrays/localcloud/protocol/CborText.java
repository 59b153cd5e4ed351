package io.jobarrays.localcloud.protocol;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Writes a map of texts in CBOR (RFC 8949), the form of errors of Smithy's RPC v2 protocol. */
public final class CborText {
    private static final int TEXT = 3 << 5;
    private static final int MAP = 5 << 5;
    private static final int TWO_BYTES_FOLLOW = 25;
    private static final int MAX_LENGTH = 0xFFFF;

    private CborText() {}

    /**
     * @param fields texts of at most 65,535 bytes
     */
    public static byte[] object(Map<String, String> fields) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        head(out, MAP, fields.size());
        fields.forEach(
                (name, value) -> {
                    text(out, name);
                    text(out, value);
                });
        return out.toByteArray();
    }

    private static void text(ByteArrayOutputStream out, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        head(out, TEXT, bytes.length);
        out.writeBytes(bytes);
    }

    private static void head(ByteArrayOutputStream out, int type, int length) {
        if (length > MAX_LENGTH) {
            throw new IllegalArgumentException("a text of " + length + " bytes");
        }
        out.write(type | TWO_BYTES_FOLLOW);
        out.write(length >> 8);
        out.write(length);
    }
}
