package io.jobarrays.cli.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IgnoreRulesTest {
    @ParameterizedTest
    @CsvSource({
        "*.log, a.log, true",
        "*.log, deep/down/a.log, true",
        "*.log, a.logs, false",
        "/a.log, a.log, true",
        "/a.log, deep/a.log, false",
        "data/*.csv, data/x.csv, true",
        "data/*.csv, data/deep/x.csv, false",
        "data/*.csv, other/data/x.csv, false",
        "data/**/x.csv, data/x.csv, true",
        "data/**/x.csv, data/a/b/x.csv, true",
        "**/cache, a/b/cache, true",
        "logs/**, logs/a/b, true",
        "a?c, abc, true",
        "a?c, a/c, false",
        "a[0-9], a7, true",
        "a[!0-9], a7, false",
        "a[!0-9], ax, true",
        "'\\#odd', '#odd', true",
        "'\\!odd', '!odd', true",
        "a.b, axb, false",
        "'a ', a, true",
    })
    void matchesAsGitDoes(String rule, String path, boolean out) {
        assertThat(new IgnoreRules(List.of(rule)).leavesOut(path, false)).isEqualTo(out);
    }

    @Test
    void lastRuleThatMatchesDecides() {
        IgnoreRules rules = new IgnoreRules(List.of("# comment", "", "*.log", "!keep.log"));

        assertThat(rules.leavesOut("a.log", false)).isTrue();
        assertThat(rules.leavesOut("keep.log", false)).isFalse();
    }

    @Test
    void slashAtTheEndMeansDirectoriesOnly() {
        IgnoreRules rules = new IgnoreRules(List.of("build/"));

        assertThat(rules.leavesOut("build", true)).isTrue();
        assertThat(rules.leavesOut("deep/build", true)).isTrue();
        assertThat(rules.leavesOut("build", false)).isFalse();
    }
}
