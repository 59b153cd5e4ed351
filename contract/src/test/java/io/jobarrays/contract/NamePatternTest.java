package io.jobarrays.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class NamePatternTest {
    private static final ArrayName TRAINING = new ArrayName("training");

    @Test
    void fillsInNameAndIndex() {
        assertThat(NamePattern.DEFAULT.nameOf(TRAINING, 4)).isEqualTo("training-4");
        assertThat(new NamePattern("worker-{index}").nameOf(TRAINING, 0)).isEqualTo("worker-0");
    }

    @Test
    void severalMembersNeedTheIndex() {
        assertThatThrownBy(() -> new NamePattern("worker").check(TRAINING, 2))
                .hasMessageContaining("put {index} in it");
        assertThatCode(() -> new NamePattern("worker").check(TRAINING, 1))
                .doesNotThrowAnyException();
    }

    @Test
    void theLongestNameMustBeALabel() {
        String tooLong = "a".repeat(62) + "{index}";

        assertThatCode(() -> new NamePattern(tooLong).check(TRAINING, 10))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> new NamePattern(tooLong).check(TRAINING, 11))
                .hasMessageContaining("no DNS label");
    }
}
