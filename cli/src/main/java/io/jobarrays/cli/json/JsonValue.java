package io.jobarrays.cli.json;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/**
 * JSON value; {@code toString} serializes it. Written without databind, which costs 0.25 s at
 * start.
 */
public sealed interface JsonValue {
    record Obj(SequencedMap<String, JsonValue> fields) implements JsonValue {
        public Obj() {
            this(new LinkedHashMap<>());
        }

        public Obj with(String name, JsonValue value) {
            fields.put(name, value);
            return this;
        }

        public Obj with(String name, String value) {
            return with(name, new Text(value));
        }

        @Override
        public String toString() {
            return fields.entrySet().stream()
                    .map(field -> quote(field.getKey()) + ":" + field.getValue())
                    .collect(Collectors.joining(",", "{", "}"));
        }
    }

    record Arr(List<JsonValue> values) implements JsonValue {
        @Override
        public String toString() {
            return values.stream()
                    .map(JsonValue::toString)
                    .collect(Collectors.joining(",", "[", "]"));
        }
    }

    record Text(String value) implements JsonValue {
        @Override
        public String toString() {
            return quote(value);
        }
    }

    /** Number as text, because the CLI does not calculate. */
    record Num(String digits) implements JsonValue {
        @Override
        public String toString() {
            return digits;
        }
    }

    enum Literal implements JsonValue {
        TRUE,
        FALSE,
        NULL;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static JsonValue parse(String text) {
        return new JsonReader(text).document();
    }

    /** Number if the text is one; other text stays text, and the server rejects it. */
    static JsonValue numberOrText(String typed) {
        return typed.matches("0|-?[1-9]\\d{0,8}") ? new Num(typed) : new Text(typed);
    }

    static Arr texts(List<String> values) {
        return new Arr(values.stream().<JsonValue>map(Text::new).toList());
    }

    static Obj texts(Map<String, String> values) {
        Obj object = new Obj();
        values.forEach(object::with);
        return object;
    }

    /** Returns the field, or JSON null if this is not an object or has no such field. */
    default JsonValue get(String name) {
        return this instanceof Obj object
                ? object.fields().getOrDefault(name, Literal.NULL)
                : Literal.NULL;
    }

    /** Returns the items of an array; empty for other values. */
    default List<JsonValue> items() {
        return this instanceof Arr array ? array.values() : List.of();
    }

    /** Returns text, number or boolean as text; empty for null, objects and arrays. */
    default Optional<String> text() {
        return switch (this) {
            case Text text -> Optional.of(text.value());
            case Num number -> Optional.of(number.digits());
            case Literal word ->
                    word == Literal.NULL ? Optional.empty() : Optional.of(word.toString());
            case Obj object -> Optional.empty();
            case Arr array -> Optional.empty();
        };
    }

    default Optional<String> text(String name) {
        return get(name).text();
    }

    /** Returns the field as an integer; empty if it is null, missing or not an integer. */
    default Optional<Integer> number(String name) {
        return get(name) instanceof Num number && number.digits().matches("-?\\d{1,9}")
                ? Optional.of(Integer.valueOf(number.digits()))
                : Optional.empty();
    }

    static String quote(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                case '\n' -> quoted.append("\\n");
                case '\r' -> quoted.append("\\r");
                case '\t' -> quoted.append("\\t");
                default -> {
                    if (c < 0x20) {
                        quoted.append("\\u%04x".formatted((int) c));
                    } else {
                        quoted.append(c);
                    }
                }
            }
        }
        return quoted.append('"').toString();
    }
}
