package io.jobarrays.contract.globs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jobarrays.contract.Refusal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {
    @ParameterizedTest
    @CsvSource({
        "*.json, a.json, true",
        "*.json, a/a.json, false",
        "**/*.json, a.json, true",
        "**/*.json, s/t/c.json, true",
        "**, a/b, true",
        "out/**, out, false",
        "out/**, out/a/b, true",
        "a/**/b, a/b, true",
        "a/**/b, a/x/y/b, true",
        "a/**/b, ab, false",
        "a**b, axb, true",
        "a**b, a/b, false",
        "?, é, true",
        "?, 😀, true",
        "?, \uDCE9, true",
        "caf?, caf\uDCE9, true",
        ".*, .hidden, true",
        "*, .hidden, true",
        "[a-c]x, bx, true",
        "[!a-c]x, bx, false",
        "[^a-c]x, dx, true",
        "[]x], ], true",
        "[a\\]b]x, ]x, true",
        "[[:digit:]_]x, 7x, true",
        "[[:upper:]]x, ax, false",
        "[a-], -, true",
        "\\*, *, true",
        "\\*, a, false",
        "a\\ b, a b, true",
        "*a*b*c, xaxbxc, true",
        "*a*b*c, xaxcxb, false",
        "./a, a, true",
        "a//b, a/b, true",
        "a/, a, true"
    })
    void matchesLikeBashAndGit(String pattern, String path, boolean matched) {
        assertThat(matches(pattern, path)).isEqualTo(matched);
    }

    @Test
    void doubleStarDoesNotLeadThroughLinks() {
        assertThat(Glob.parse("**/x").start().enterLink("link").enter("x").matched()).isFalse();
        assertThat(Glob.parse("l*/x").start().enterLink("link").enter("x").matched()).isTrue();
        assertThat(Glob.parse("link/**").start().enterLink("link").enter("x").matched()).isTrue();
    }

    @Test
    void isDeadWhereNothingBelowCanMatch() {
        assertThat(Glob.parse("a/b").start().enter("c").isDead()).isTrue();
        assertThat(Glob.parse("a/b").start().enter("a").isDead()).isFalse();
        assertThat(Glob.parse("a").start().enter("a").isDead()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "r.{csv,json}; r.csv r.json",
                "{a,b}{1,2}; a1 b1 a2 b2",
                "x{a,{b,c}/d}; xa xb/d xc/d",
                "s-{0..3}; s-0 s-1 s-2 s-3",
                "s-{08..10}; s-08 s-09 s-10",
                "s-{2..0}; s-2 s-1 s-0",
                "{one}; \\{one\\}",
                "a\\{b,c\\}; a\\{b,c\\}",
                "[{]a; [{]a",
                "a{,.gz}; a a.gz"
            })
    void expandsBracesLikeBash(String pattern, String expanded) {
        assertThat(Glob.alternatives(pattern)).containsExactlyInAnyOrder(expanded.split(" ", -1));
    }

    @ParameterizedTest
    @CsvSource({
        "shard-[0-9.json, without its ]",
        "[z-a], in the wrong order",
        "[[:numbers:]], does not exist",
        "a\\, ends a part with a backslash",
        "/, must have 1 to 60 parts"
    })
    void refusesWhatIsNoPattern(String pattern, String why) {
        assertThatThrownBy(() -> Glob.parse(pattern))
                .isInstanceOf(Refusal.class)
                .hasMessageStartingWith("\"" + pattern + "\"")
                .hasMessageContaining(why);
    }

    @Test
    void refusesOpenAndTooManyBraces() {
        for (String pattern : List.of("r.{csv", "{a,{b}", "{1..9999}", "{a,b}".repeat(12))) {
            assertThatThrownBy(() -> Glob.alternatives(pattern)).isInstanceOf(Refusal.class);
        }
    }

    private static boolean matches(String pattern, String path) {
        Glob.Position position = Glob.parse(pattern).start();
        for (String segment : path.split("/", -1)) {
            position = position.enter(segment);
        }
        return position.matched();
    }
}
