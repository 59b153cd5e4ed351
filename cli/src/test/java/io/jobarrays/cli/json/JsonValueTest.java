package io.jobarrays.cli.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonValueTest {
    @Test
    void readsWrittenDocument() {
        JsonValue.Obj written =
                new JsonValue.Obj()
                        .with("text", "a \"b\" \\ \n\t\r \u0001 ü € 😀")
                        .with("number", new JsonValue.Num("-12.5e3"))
                        .with(
                                "list",
                                new JsonValue.Arr(
                                        List.of(JsonValue.Literal.TRUE, JsonValue.Literal.NULL)))
                        .with("empty", new JsonValue.Obj())
                        .with("pairs", JsonValue.texts(Map.of("K", "V")));

        JsonValue read = JsonValue.parse(written.toString());

        assertThat(read).isEqualTo(written);
        assertThat(read.toString()).isEqualTo(written.toString());
    }

    @Test
    void readsSpacesAndEscapes() {
        JsonValue read = JsonValue.parse(" { \"a\" : [ 1 , 2.5 ] ,\n\"b\":\"\\u00fc\\/\\b\\f\" } ");

        assertThat(read.get("a").items()).hasSize(2);
        assertThat(read.text("b")).contains("ü/\b\f");
    }

    @Test
    void givesEmptyForMissingFields() {
        JsonValue read = JsonValue.parse("{\"a\":null,\"b\":\"7\",\"c\":7,\"d\":12345678901}");

        assertThat(read.text("a")).isEmpty();
        assertThat(read.text("missing")).isEmpty();
        assertThat(read.number("b")).isEmpty();
        assertThat(read.number("c")).contains(7);
        assertThat(read.number("d")).isEmpty();
        assertThat(read.get("c").get("deeper").items()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[1,",
                "[1,]",
                "{\"a\"}",
                "{\"a\":1,}",
                "nul",
                "01",
                "+1",
                "1 2",
                "\"a",
                "\"\\x\"",
                "\"\\u12g4\"",
                "<html>",
                "{\"a\":\"\n\"}",
                "'a'"
            })
    void refusesTextThatIsNoJson(String text) {
        assertThatThrownBy(() -> JsonValue.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected");
    }

    @Test
    void refusesDeepNesting() {
        assertThatThrownBy(() -> JsonValue.parse("[".repeat(100_000)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
