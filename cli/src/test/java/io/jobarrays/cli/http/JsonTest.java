package io.jobarrays.cli.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
    @Test
    void readsWhatItWrote() {
        Json.Obj written =
                new Json.Obj()
                        .with("text", "a \"b\" \\ \n\t\r \u0001 ü € 😀")
                        .with("number", new Json.Num("-12.5e3"))
                        .with("list", new Json.Arr(List.of(Json.Word.TRUE, Json.Word.NULL)))
                        .with("empty", new Json.Obj())
                        .with("pairs", Json.texts(Map.of("K", "V")));

        Json read = Json.parse(written.toString());

        assertThat(read).isEqualTo(written);
        assertThat(read.toString()).isEqualTo(written.toString());
    }

    @Test
    void readsSpacesAndEscapes() {
        Json read = Json.parse(" { \"a\" : [ 1 , 2.5 ] ,\n\"b\":\"\\u00fc\\/\\b\\f\" } ");

        assertThat(read.get("a").items()).hasSize(2);
        assertThat(read.text("b")).contains("ü/\b\f");
    }

    @Test
    void givesNothingWhereNothingIs() {
        Json read = Json.parse("{\"a\":null,\"b\":\"7\",\"c\":7,\"d\":12345678901}");

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
    void refusesWhatIsNoJson(String text) {
        assertThatThrownBy(() -> Json.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected");
    }

    @Test
    void refusesDepthsThatWouldOverflow() {
        assertThatThrownBy(() -> Json.parse("[".repeat(100_000)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
