package io.jobarrays.contract.globs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jobarrays.contract.Refusal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CollectGlobsTest {
    @Test
    void matchedDirectoryIncludesAllBelowIt() {
        assertThat(match(List.of("out"), "out/a/b").isIncluded()).isTrue();
        assertThat(match(List.of("out/"), "out/a").isIncluded()).isTrue();
        assertThat(match(List.of("out/"), "out").isIncluded()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {".", "./", "./."})
    void workingDirectoryIsAllThatTheWorkMadeInIt(String glob) {
        assertThat(match(List.of(glob), "out/a").isIncluded()).isTrue();
        assertThat(match(List.of(glob), "config.json").isNamed()).isFalse();
    }

    @Test
    void lastMatchingGlobDecides() {
        List<String> globs = List.of("out", "!**/*.tmp", "out/keep.tmp");

        assertThat(match(globs, "out/a").isIncluded()).isTrue();
        assertThat(match(globs, "out/a.tmp").isIncluded()).isFalse();
        assertThat(match(globs, "out/keep.tmp").isIncluded()).isTrue();
    }

    @Test
    void namesWhatTheWorkDidNotMakeByPlainPathOrBelowInputs() {
        assertThat(match(List.of("config.json"), "config.json").isNamed()).isTrue();
        assertThat(match(List.of("*.json"), "config.json").isNamed()).isFalse();
        assertThat(match(List.of("data"), "data/x").isNamed()).isTrue();
        assertThat(match(List.of("inputs/**"), "inputs/a/0/part").isNamed()).isTrue();
        assertThat(match(List.of("**"), "inputs/a/0/part").isNamed()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/srv/out/*.csv",
                "../*.csv",
                "a/../../b",
                "{a,/b}",
                "shard-[0-9.json",
                "r.{csv",
                "!*.tmp",
                "!",
                ""
            })
    void refusesWhatCannotBeCollected(String glob) {
        assertThatThrownBy(() -> CollectGlobs.parse(List.of(glob)))
                .isInstanceOf(Refusal.class)
                .hasMessageStartingWith("collect: ");
    }

    /** Match of a file. */
    private static CollectGlobs.Match match(List<String> globs, String path) {
        CollectGlobs.Match match = CollectGlobs.parse(globs).start();
        String[] segments = path.split("/", -1);
        for (int i = 0; i < segments.length; i++) {
            match = match.enter(segments[i], i < segments.length - 1);
        }
        return match;
    }
}
