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
    void matchesLikeGitignore(String rule, String path, boolean out) {
        assertThat(new IgnoreRules(List.of(rule)).excludes(path, false)).isEqualTo(out);
    }

    @Test
    void lastMatchingRuleDecides() {
        IgnoreRules rules = new IgnoreRules(List.of("# comment", "", "*.log", "!keep.log"));

        assertThat(rules.excludes("a.log", false)).isTrue();
        assertThat(rules.excludes("keep.log", false)).isFalse();
    }

    @Test
    void trailingSlashMatchesDirectoriesOnly() {
        IgnoreRules rules = new IgnoreRules(List.of("build/"));

        assertThat(rules.excludes("build", true)).isTrue();
        assertThat(rules.excludes("deep/build", true)).isTrue();
        assertThat(rules.excludes("build", false)).isFalse();
    }
}
