package io.jobarrays.localcloud.ec2.query;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WildcardPatternTest {
    @ParameterizedTest
    @CsvSource({
        "'', '', true",
        "'', a, false",
        "a, '', false",
        "*, '', true",
        "**, ab, true",
        "a*, abc, true",
        "*c, abc, true",
        "a*c, abcabc, true",
        "a*b*c, aXbYbc, true",
        "a*b*c, aXbYb, false",
        "*ab, aab, true",
        "?, a, true",
        "?, '', false",
        "a?c, abc, true",
        "a?c, ac, false",
        "a.c, abc, false",
        "a, ab, false",
        "ab, a, false",
        "a\\*, a*, true",
        "a\\*, ab, false",
        "\\?, a, false",
        "\\\\, \\, true",
        "a\\, a\\, true",
    })
    void matchesWholeText(String pattern, String text, boolean matches) {
        assertThat(WildcardPattern.compile(pattern).matches(text)).isEqualTo(matches);
    }

    @ParameterizedTest
    @CsvSource({"x?y, true", "x*y, true", "x😀y, true", "x\\😀y, true", "x??y, false"})
    void questionMarkIsOneCharacterAlsoOutsideTheBasicPlane(String pattern, boolean matches) {
        assertThat(WildcardPattern.compile(pattern).matches("x😀y")).isEqualTo(matches);
    }

    @Test
    @Timeout(value = 10, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void manyStarsDoNotTakeExponentialTime() {
        String pattern = "*a".repeat(100) + "*b";

        assertThat(WildcardPattern.compile(pattern).matches("a".repeat(256))).isFalse();
        assertThat(WildcardPattern.compile(pattern).matches("a".repeat(256) + "b")).isTrue();
    }
}
