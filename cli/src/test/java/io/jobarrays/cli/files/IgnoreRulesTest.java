package io.jobarrays.cli.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jobarrays.contract.Refusal;
import java.nio.charset.StandardCharsets;
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
        assertThat(rules(rule).excludes(path, false)).isEqualTo(out);
    }

    @Test
    void lastMatchingRuleDecides() {
        IgnoreRules rules = rules("# comment", "", "*.log", "!keep.log");

        assertThat(rules.excludes("a.log", false)).isTrue();
        assertThat(rules.excludes("keep.log", false)).isFalse();
    }

    @Test
    void trailingSlashMatchesDirectoriesOnly() {
        IgnoreRules rules = rules("build/");

        assertThat(rules.excludes("build", true)).isTrue();
        assertThat(rules.excludes("deep/build", true)).isTrue();
        assertThat(rules.excludes("build", false)).isFalse();
    }

    @Test
    void readsByteOrderMarkWindowsLineEndsAndLatin1() {
        assertThat(IgnoreRules.parse(bytes("\u00ef\u00bb\u00bf*.bin\r\n")).excludes("a.bin", false))
                .isTrue();
        IgnoreRules latin = IgnoreRules.parse(bytes("caf\u00e9\n*.bin\n"));
        assertThat(latin.excludes("a.bin", false)).isTrue();
        assertThat(latin.excludes("caf\uDCE9", false)).isTrue();
        assertThat(latin.excludes("caf\u00e9", false)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"[z-a], wrong order", "'[b', without its ]", "a\\, backslash"})
    void refusesWhatIsNoPatternWithItsLine(String rule, String why) {
        assertThatThrownBy(() -> rules("# first", rule))
                .isInstanceOf(Refusal.class)
                .hasMessageMatching("(?s)line [23]: .*" + why + ".*");
    }

    @Test
    void ignoresRulesWithoutAName() {
        IgnoreRules rules = rules("/", "!", "!/");

        assertThat(rules.excludes("a", true)).isFalse();
    }

    private static IgnoreRules rules(String... lines) {
        return IgnoreRules.parse(String.join("\n", lines).getBytes(StandardCharsets.UTF_8));
    }

    /** One byte for each character. */
    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
