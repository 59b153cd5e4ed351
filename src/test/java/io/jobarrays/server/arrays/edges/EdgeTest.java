package io.jobarrays.server.arrays.edges;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jobarrays.contract.Refusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EdgeTest {
    @Test
    void readsEveryForm() {
        String text = "a, b:any, c:60%, d:5, e[index], f[index / 2], g[0-4,7], h_2";

        assertThat(Edge.parse(text)).hasSize(8);
        assertThat(Edge.text(Edge.parse(text)))
                .isEqualTo("a, b:any, c:60%, d:5, e[index], f[index/2], g[0-4,7], h_2");
    }

    @Test
    void namesTheIndexesThatAnIndexWaitsFor() {
        assertThat(Edge.parse("a[index/2]").getFirst().sources(5).ranges()).isEqualTo("2");
        assertThat(Edge.parse("a[1,3-4]").getFirst().sources(5).ranges()).isEqualTo("1,3-4");
        assertThat(Edge.parse("a").getFirst().sources(5).isEmpty()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a,",
                "a b",
                "a:",
                "a:0",
                "a:101%",
                "a:10001",
                "a:all",
                "a[",
                "a[]",
                "a[5-2]",
                "a[index/0]",
                "a[index*2]",
                "a[index+1]",
                "a[0]:any",
                "1a",
                "a[0-4,7"
            })
    void refusesOtherTextWithTheForms(String text) {
        assertThatThrownBy(() -> Edge.parse(text))
                .isInstanceOf(Refusal.class)
                .hasMessageStartingWith("after: \"")
                .hasMessageContaining("STAGE[index/2]");
    }
}
