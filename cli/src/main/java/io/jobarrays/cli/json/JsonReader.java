package io.jobarrays.cli.json;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads one JSON document; anything else is an {@link IllegalArgumentException}. */
final class JsonReader {
    private static final Pattern NUMBER =
            Pattern.compile("-?(?:0|[1-9]\\d*)(?:\\.\\d+)?(?:[eE][+-]?\\d+)?");
    private static final int DEEPEST = 200;

    private final String text;
    private int at;
    private int depth;

    JsonReader(String text) {
        this.text = text;
    }

    JsonValue document() {
        JsonValue value = value();
        space();
        if (at < text.length()) {
            throw wrong("nothing more");
        }
        return value;
    }

    private JsonValue value() {
        space();
        return switch (peek()) {
            case '{' -> object();
            case '[' -> array();
            case '"' -> new JsonValue.Text(string());
            case 't' -> word(JsonValue.Word.TRUE);
            case 'f' -> word(JsonValue.Word.FALSE);
            case 'n' -> word(JsonValue.Word.NULL);
            default -> number();
        };
    }

    private JsonValue object() {
        enter();
        SequencedMap<String, JsonValue> fields = new LinkedHashMap<>();
        if (!took('}')) {
            do {
                space();
                String name = string();
                expect(':');
                fields.put(name, value());
            } while (took(','));
            expect('}');
        }
        depth--;
        return new JsonValue.Obj(fields);
    }

    private JsonValue array() {
        enter();
        List<JsonValue> values = new ArrayList<>();
        if (!took(']')) {
            do {
                values.add(value());
            } while (took(','));
            expect(']');
        }
        depth--;
        return new JsonValue.Arr(values);
    }

    private void enter() {
        at++;
        if (++depth > DEEPEST) {
            throw wrong("less depth");
        }
    }

    private String string() {
        expect('"');
        StringBuilder string = new StringBuilder();
        while (peek() != '"') {
            char c = text.charAt(at++);
            if (c < 0x20) {
                throw wrong("no control character");
            }
            string.append(c == '\\' ? escaped() : c);
        }
        at++;
        return string.toString();
    }

    private char escaped() {
        char c = peek();
        at++;
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> unicode();
            default -> throw wrong("an escape");
        };
    }

    private char unicode() {
        if (at + 4 > text.length() || !text.substring(at, at + 4).matches("[0-9a-fA-F]{4}")) {
            throw wrong("four hexadecimal digits");
        }
        at += 4;
        return (char) Integer.parseInt(text.substring(at - 4, at), 16);
    }

    private JsonValue word(JsonValue.Word word) {
        if (!text.startsWith(word.toString(), at)) {
            throw wrong("a value");
        }
        at += word.toString().length();
        return word;
    }

    private JsonValue number() {
        Matcher number = NUMBER.matcher(text).region(at, text.length());
        if (!number.lookingAt()) {
            throw wrong("a value");
        }
        at = number.end();
        return new JsonValue.Num(number.group());
    }

    private boolean took(char wanted) {
        space();
        boolean there = peek() == wanted;
        at += there ? 1 : 0;
        return there;
    }

    private void expect(char wanted) {
        if (!took(wanted)) {
            throw wrong("'" + wanted + "'");
        }
    }

    private char peek() {
        if (at >= text.length()) {
            throw wrong("more");
        }
        return text.charAt(at);
    }

    private void space() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private IllegalArgumentException wrong(String wanted) {
        return new IllegalArgumentException(
                "not JSON: at character %d %s was expected".formatted(at, wanted));
    }
}
