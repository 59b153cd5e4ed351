package io.jobarrays.localcloud.protocol;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes JSON objects and lists. */
public final class JsonWriter {
    private JsonWriter() {}

    /** A quoted and escaped string. */
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

    /** An object with one field per line; values are strings, numbers, lists and objects. */
    public static String object(Map<?, ?> fields) {
        return fields.entrySet().stream()
                .map(
                        field ->
                                "  "
                                        + text(String.valueOf(field.getKey()))
                                        + " : "
                                        + value(field.getValue()))
                .collect(Collectors.joining(",\n", "{\n", "\n}"));
    }

    /** A list whose values are strings, numbers, truth values, lists and objects. */
    public static String list(List<?> values) {
        return values.stream().map(JsonWriter::value).collect(Collectors.joining(", ", "[", "]"));
    }

    private static String value(Object value) {
        return switch (value) {
            case Number number -> number.toString();
            case Boolean flag -> flag.toString();
            case List<?> list -> list(list);
            case Map<?, ?> map -> object(map);
            default -> text(value.toString());
        };
    }
}
