package io.jobarrays.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IndexSetTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "3,17,40-63|[3,17,40-63]",
                "[0-4,7]|[0-4,7]",
                "2,1,0|[0-2]",
                "9999|[9999]",
                "''|[]"
            })
    void isReadAndPrintedAsRanges(String text, String printed) {
        assertThat(IndexSet.parse(text)).hasToString(printed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "1-", "-1", "3-1", "10000", "1,,2", "[1", "1;2"})
    void anythingElseIsRefused(String text) {
        assertThatThrownBy(() -> IndexSet.parse(text)).isInstanceOf(Refusal.class);
    }

    @Test
    void setOfAnyLengthIsRead() {
        assertThat(IndexSet.parse("0,2-3,".repeat(100_000) + "7")).hasToString("[0,2-3,7]");
    }

    @Test
    void knowsItsEndsAndThePositionOfAnIndex() {
        IndexSet some = IndexSet.parse("3,17,40-63");

        assertThat(some.first()).isEqualTo(3);
        assertThat(some.last()).isEqualTo(63);
        assertThat(some.countBelow(3)).isZero();
        assertThat(some.countBelow(41)).isEqualTo(3);
        assertThat(IndexSet.firstOf(0).last()).isZero();
    }

    @Test
    void equalsByContent() {
        assertThat(IndexSet.of(List.of(2, 0, 1)))
                .isEqualTo(IndexSet.firstOf(3))
                .hasSameHashCodeAs(IndexSet.firstOf(3));
        assertThat(IndexSet.firstOf(3).size()).isEqualTo(3);
    }
}
