package io.jobarrays.server.arrays.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jobarrays.contract.Refusal;
import io.jobarrays.contract.messages.Work.CheckpointRule;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckpointFlagsTest {
    @Test
    void readsGlobsIntervalAndLimit() {
        assertThat(checkpoint("ttl", "1h")).isNull();
        assertThat(checkpoint("checkpoint", "state-* model.pt"))
                .isEqualTo(new CheckpointRule(List.of("state-*", "model.pt"), 300, 256L << 20));
        assertThat(
                        checkpoint(
                                "checkpoint",
                                "*",
                                "checkpoint-interval",
                                "90s",
                                "collect-limit",
                                "1GiB"))
                .isEqualTo(new CheckpointRule(List.of("*"), 90, 1L << 30));
    }

    /** Outputs that members send elsewhere have no limit; checkpoints stay with the server. */
    @Test
    void limitsCheckpointsBesideOutputsThatAreSentElsewhere() {
        assertThat(checkpoint("checkpoint", "*", "collect", "*", "collect-to", "file:///srv/x"))
                .isEqualTo(new CheckpointRule(List.of("*"), 300, 256L << 20));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "checkpoint-interval | 1m | ttl | 1h | checkpoint-interval: only with checkpoint,"
                        + " which names the files",
                "checkpoint-interval | 9s | checkpoint | * | checkpoint-interval: 9s is too short;"
                        + " write 10s or more",
                "checkpoint-interval | 2x | checkpoint | * | checkpoint-interval: \"2x\" is not a"
                        + " duration",
                "collect-limit | 1GiB | ttl | 1h | collect-limit: only with collect or checkpoint",
                "checkpoint | '' | ttl | 1h | checkpoint: empty",
            })
    void refusesWithOneSentence(
            String flag, String value, String other, String otherValue, String sentence) {
        assertThatThrownBy(() -> checkpoint(flag, value, other, otherValue))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining(sentence);
    }

    @Test
    void needsWork() {
        assertThatThrownBy(() -> ArraySpec.of(Map.of("job-array-name", "w", "checkpoint", "*")))
                .hasMessage("checkpoint: only with command or user-data, which write the files");
    }

    @Test
    void warnsOfSeveralGlobsInOne() {
        assertThat(WorkLint.warnings(spec("checkpoint", "a.pt\\ b.pt")))
                .containsExactly(
                        "checkpoint: \"a.pt\\ b.pt\" is one glob with a blank or comma in it; repeat --checkpoint for several");
    }

    private static @Nullable CheckpointRule checkpoint(String... flagsAndValues) {
        return spec(flagsAndValues).work().checkpoint();
    }

    private static ArraySpec spec(String... flagsAndValues) {
        Map<String, String> flags =
                new TreeMap<>(Map.of("job-array-name", "w", "count", "2", "command", "x"));
        for (int i = 0; i < flagsAndValues.length; i += 2) {
            flags.put(flagsAndValues[i], flagsAndValues[i + 1]);
        }
        return ArraySpec.of(flags);
    }
}
