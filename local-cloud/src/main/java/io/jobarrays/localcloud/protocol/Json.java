package io.jobarrays.localcloud.protocol;

import java.util.Map;
import java.util.stream.Collectors;

/** The little JSON this cloud writes. */
public final class Json {
    private Json() {}

    /** A string with its quotes. */
    public static String text(String text) {
        StringBuilder out = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ') {
                out.append("\\u%04x".formatted((int) c));
            } else {
                out.append(c);
            }
        }
        return out.append('"').toString();
    }

    /** An object, a line for each field: strings, numbers, and nothing for null as AWS has it. */
    public static String object(Map<String, ?> fields) {
        return fields.entrySet().stream()
                .map(field -> "  " + text(field.getKey()) + " : " + value(field.getValue()))
                .collect(Collectors.joining(",\n", "{\n", "\n}"));
    }

    private static String value(Object value) {
        return value instanceof Number ? value.toString() : text(value.toString());
    }
}
