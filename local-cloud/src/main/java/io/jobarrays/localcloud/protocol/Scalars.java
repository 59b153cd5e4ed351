package io.jobarrays.localcloud.protocol;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.protocol.MarshallingType;

/** Converts scalar values between their text on the wire and the type of a model field. */
final class Scalars {
    private Scalars() {}

    /**
     * Parses the text of a field.
     *
     * @throws IllegalArgumentException unless it has the type; the caller knows the error code of
     *     its protocol
     */
    static Object parse(MarshallingType<?> type, String name, String text) {
        try {
            if (type == MarshallingType.INTEGER) {
                return Integer.valueOf(text);
            } else if (type == MarshallingType.LONG) {
                return Long.valueOf(text);
            } else if (type == MarshallingType.BOOLEAN) {
                return bool(text);
            } else if (type == MarshallingType.DOUBLE) {
                return Double.valueOf(text);
            } else if (type == MarshallingType.FLOAT) {
                return Float.valueOf(text);
            } else if (type == MarshallingType.INSTANT) {
                return Instant.parse(text);
            } else if (type == MarshallingType.SDK_BYTES) {
                return SdkBytes.fromByteArray(Base64.getDecoder().decode(text));
            }
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new IllegalArgumentException(
                    "Invalid value '" + text + "' for " + name + ". Expecting " + type + ".", e);
        }
        return text;
    }

    static String print(Object value) {
        return value instanceof SdkBytes bytes
                ? Base64.getEncoder().encodeToString(bytes.asByteArray())
                : value.toString();
    }

    private static Boolean bool(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException(text);
        };
    }
}
