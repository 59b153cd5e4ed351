package io.jobarrays.server.arrays.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
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

    @ParameterizedTest
    @CsvSource({
        "result-$JOB_ARRAY_INDEX.json, $JOB_ARRAY_INDEX",
        "out${OUT}/b, ${",
        "$(date), $(",
        "~/out, ~"
    })
    void refusesWhatAShellWouldReplace(String globs, String part) {
        assertThatThrownBy(() -> ArraySpec.of(Map.of("name", "one", "collect", globs)))
                .hasMessageContaining("has " + part + ", which no shell replaces there");
    }

    @ParameterizedTest
    @ValueSource(strings = {"cost-\\$A", "a$", "a~/b", "$1.csv"})
    void takesDollarsAndTildesOfNames(String glob) {
        assertThat(ArraySpec.of(Map.of("name", "one", "collect", glob)).work().collect())
                .containsExactly(glob);
    }

    @Test
    void warnsOfSeveralGlobsInOne() {
        for (String globs : new String[] {"a.csv,b.csv", "*.csv *.json"}) {
            assertThat(warnings(globs)).singleElement().asString().contains("repeat --collect");
        }
        assertThat(warnings("out/x y")).isEmpty();
        assertThat(warnings("r.{csv,json}")).isEmpty();
    }

    private static List<String> warnings(String glob) {
        String collect = GlobList.join(List.of(glob));
        return WorkLint.warnings(ArraySpec.of(Map.of("name", "one", "collect", collect)));
    }
}
