package io.jobarrays.server.arrays.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GlobListTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a.json b, c|a.json;b;c",
                "r.{csv,json} x|r.{csv,json};x",
                "{a,{b,c}},d|{a,{b,c}};d",
                "my\\ file x\\,y|my\\ file;x\\,y",
                "[a,b]x y|[a,b]x;y",
                "shard-[0-9.json x]|shard-[0-9.json;x]",
                "r.{csv json}|r.{csv;json}"
            })
    void separatesAtBlanksAndCommas(String text, String globs) {
        assertThat(GlobList.split(text)).containsExactly(globs.split(";", -1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "plain",
                "my file, 1",
                "r.{csv,json}",
                "[a,b]",
                "a\\ b",
                "two\nlines",
                "a\\"
            })
    void globsGivenOneByOneStayWhole(String glob) {
        List<String> split = GlobList.split(GlobList.join(List.of(glob, "other")));

        assertThat(split).hasSize(2).last().isEqualTo("other");
    }

    @Test
    void escapesBlanksOfOneGlob() {
        assertThat(GlobList.join(List.of("my file", "b"))).isEqualTo("my\\ file b");
    }
}
