package io.jobarrays.server.arrays.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jobarrays.contract.IndexSet;
import io.jobarrays.contract.Refusal;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IndexesFlagTest {
    @ParameterizedTest
    @ValueSource(strings = {"[0,2,5-7]", "0,2,5-7", " 5-7,2,0 "})
    void readsTheIndexesThatAreLaunched(String text) {
        ArraySpec spec = spec("indexes", text);

        assertThat(spec.count()).isEqualTo(8);
        assertThat(spec.memberCount()).isEqualTo(5);
        assertThat(spec.isPartial()).isTrue();
        assertThat(spec.indexesOf(8)).isEqualTo(IndexSet.parse("0,2,5-7"));
        assertThat(spec.memberNames()).containsExactly("w-0", "w-2", "w-5", "w-6", "w-7");
    }

    @Test
    void launchesAllWithoutTheFlagOrWithAllIndexes() {
        assertThat(spec("ttl", "1h").indexes()).isEqualTo(IndexSet.firstOf(8));
        assertThat(spec("indexes", "0-7").isPartial()).isFalse();
        assertThat(spec("ttl", "1h").indexesOf(12)).isEqualTo(IndexSet.firstOf(12));
    }

    @Test
    void countsLimitsByTheIndexesThatAreLaunched() {
        assertThat(spec("indexes", "1,3,5", "barrier", "true").minViable()).isEqualTo(3);
        assertThat(spec("indexes", "1,3,5", "max-concurrent", "3").maxConcurrent()).isNull();
        assertThat(spec("indexes", "1,3,5", "max-concurrent", "2").maxConcurrent()).isEqualTo(2);
        assertThat(spec("indexes", "1,3,5", "success", "3").success().number()).isEqualTo(3);
        assertThat(spec("indexes", "1,3,5", "success", "index:5").success().decisive())
                .isEqualTo(5);
    }

    @Test
    void takesTheNumberOfIndexesFromASweep() {
        ArraySpec spec =
                ArraySpec.of(
                        Map.of(
                                "job-array-name",
                                "w",
                                "sweep",
                                "lr=1,2,3",
                                "indexes",
                                "2",
                                "command",
                                "x"));

        assertThat(spec.count()).isEqualTo(3);
        assertThat(spec.indexes()).isEqualTo(IndexSet.parse("2"));
        assertThat(spec.work().parameters(2)).containsEntry("lr", "3");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "8-9,12 | ttl | 1h | indexes: [8-9,12] is not below the count, which is 8; write"
                        + " indexes of [0-7]",
                "[] | ttl | 1h | indexes: \"[]\" names no index; write 3,17,40-63",
                "0;2 | ttl | 1h | indexes: \"0;2\" is not a set of indexes below 10000",
                "5-2 | ttl | 1h | indexes: \"5-2\" is not a set of indexes below 10000",
                "0-2 | min-viable | 4 | min-viable: \"4\" is not a whole number from 1 to 3",
                "0-2 | success | index:4 | success: index:4 is not launched, by indexes [0-2]",
                "0-2 | success | 4 | success: \"4\" is not known",
                "0-2 | max-failed-indexes | 4 | max-failed-indexes: \"4\" is not a whole number",
            })
    void refusesOtherIndexesAndContradictions(
            String indexes, String flag, String value, String sentence) {
        assertThatThrownBy(() -> spec("indexes", indexes, flag, value))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining(sentence);
    }

    @Test
    void refusesIndexesOfNoCount() {
        assertThatThrownBy(() -> ArraySpec.of(Map.of("job-array-name", "w", "indexes", "0")))
                .hasMessage(
                        "indexes: only with count or sweep, which say how many the whole array has");
        assertThatThrownBy(() -> ArraySpec.of(Map.of("name", "w", "indexes", "0")))
                .hasMessageContaining("name and indexes: a standalone instance");
    }

    private static ArraySpec spec(String... flagsAndValues) {
        Map<String, String> flags =
                new TreeMap<>(Map.of("job-array-name", "w", "count", "8", "command", "x"));
        for (int i = 0; i < flagsAndValues.length; i += 2) {
            flags.put(flagsAndValues[i], flagsAndValues[i + 1]);
        }
        return ArraySpec.of(flags);
    }
}
