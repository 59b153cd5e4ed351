package io.jobarrays.cli.json;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Parser of one JSON document; fails with {@link IllegalArgumentException}. */
final class JsonReader {
    private static final Pattern NUMBER =
            Pattern.compile("-?(?:0|[1-9]\\d*)(?:\\.\\d+)?(?:[eE][+-]?\\d+)?");
    private static final int MAX_DEPTH = 200;

    private final String text;
    private int position;
    private int depth;

    JsonReader(String text) {
        this.text = text;
    }

    JsonValue document() {
        JsonValue value = value();
        skipWhitespace();
        if (position < text.length()) {
            throw expected("nothing more");
        }
        return value;
    }

    private JsonValue value() {
        skipWhitespace();
        return switch (peek()) {
            case '{' -> object();
            case '[' -> array();
            case '"' -> new JsonValue.Text(string());
            case 't' -> literal(JsonValue.Literal.TRUE);
            case 'f' -> literal(JsonValue.Literal.FALSE);
            case 'n' -> literal(JsonValue.Literal.NULL);
            default -> number();
        };
    }

    private JsonValue object() {
        enter();
        SequencedMap<String, JsonValue> fields = new LinkedHashMap<>();
        if (!consume('}')) {
            do {
                skipWhitespace();
                String name = string();
                expect(':');
                fields.put(name, value());
            } while (consume(','));
            expect('}');
        }
        depth--;
        return new JsonValue.Obj(fields);
    }

    private JsonValue array() {
        enter();
        List<JsonValue> values = new ArrayList<>();
        if (!consume(']')) {
            do {
                values.add(value());
            } while (consume(','));
            expect(']');
        }
        depth--;
        return new JsonValue.Arr(values);
    }

    private void enter() {
        position++;
        if (++depth > MAX_DEPTH) {
            throw expected("less depth");
        }
    }

    private String string() {
        expect('"');
        StringBuilder string = new StringBuilder();
        while (peek() != '"') {
            char c = text.charAt(position++);
            if (c < 0x20) {
                throw expected("no control character");
            }
            string.append(c == '\\' ? escaped() : c);
        }
        position++;
        return string.toString();
    }

    private char escaped() {
        char c = peek();
        position++;
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> unicode();
            default -> throw expected("an escape");
        };
    }

    private char unicode() {
        if (position + 4 > text.length()
                || !text.substring(position, position + 4).matches("[0-9a-fA-F]{4}")) {
            throw expected("four hexadecimal digits");
        }
        position += 4;
        return (char) Integer.parseInt(text.substring(position - 4, position), 16);
    }

    private JsonValue literal(JsonValue.Literal word) {
        if (!text.startsWith(word.toString(), position)) {
            throw expected("a value");
        }
        position += word.toString().length();
        return word;
    }

    private JsonValue number() {
        Matcher number = NUMBER.matcher(text).region(position, text.length());
        if (!number.lookingAt()) {
            throw expected("a value");
        }
        position = number.end();
        return new JsonValue.Num(number.group());
    }

    private boolean consume(char wanted) {
        skipWhitespace();
        boolean there = peek() == wanted;
        position += there ? 1 : 0;
        return there;
    }

    private void expect(char wanted) {
        if (!consume(wanted)) {
            throw expected("'" + wanted + "'");
        }
    }

    private char peek() {
        if (position >= text.length()) {
            throw expected("more");
        }
        return text.charAt(position);
    }

    private void skipWhitespace() {
        while (position < text.length() && " \t\r\n".indexOf(text.charAt(position)) >= 0) {
            position++;
        }
    }

    private IllegalArgumentException expected(String wanted) {
        return new IllegalArgumentException(
                "not JSON: at character %d %s was expected".formatted(position, wanted));
    }
}
