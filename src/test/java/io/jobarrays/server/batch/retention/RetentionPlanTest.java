package io.jobarrays.server.batch.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jobarrays.server.batch.rows.EndedExecution;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetentionPlanTest {
    private static final Instant NOW = Instant.parse("2026-01-13T10:00:00Z");

    @Test
    void deletesThoseThatEndedBeforeTheLimit() {
        RetentionPlan plan = plan(limits("10d", 100), 11, 10, 9);

        assertThat(plan.byAge()).containsExactly(0L);
        assertThat(plan.byCount()).isEmpty();
        assertThat(plan.left()).containsExactly(1L, 2L);
    }

    @Test
    void deletesTheOldestOfThoseThatAreTooMany() {
        RetentionPlan plan = plan(limits("10d", 2), 20, 9, 8, 7, 6);

        assertThat(plan.byAge()).containsExactly(0L);
        assertThat(plan.byCount()).containsExactly(1L, 2L);
        assertThat(plan.left()).containsExactly(3L, 4L);
    }

    @Test
    void keepsThoseOfTheLastHourWhateverTheirNumber() {
        RetentionPlan plan = plan(limits("10d", 1), 2, 0, 0);

        assertThat(plan.byCount()).containsExactly(0L);
        assertThat(plan.left()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        // files, free, percent, bytes, excess
        "800, 200, 80, , 0",
        "801, 199, 80, , 1",
        "1000, 0, 80, , 200",
        "10, 990, 80, , 0",
        "0, 0, 80, , 0",
        "100, 900, 80, 60, 40",
        "900, 100, 80, 860, 100",
    })
    void limitsFilesToAShareOfWhatTheyAndFreeSpaceHave(
            long files, long free, int percent, @Nullable Long bytes, long excess) {
        RetentionLimits limits = new RetentionLimits(Duration.ofDays(1), 1, bytes, percent);

        assertThat(limits.excess(files, free)).isEqualTo(excess);
    }

    @Test
    void refusesLimitsThatKeepNothing() {
        Duration day = Duration.ofDays(1);

        assertThatThrownBy(() -> new RetentionLimits(Duration.ofMinutes(5), 1, null, 80))
                .hasMessageContaining("spawn.retention.age: 5m is too short");
        assertThatThrownBy(() -> new RetentionLimits(day, 0, null, 80))
                .hasMessageContaining("spawn.retention.count: 0 keeps no execution");
        assertThatThrownBy(() -> new RetentionLimits(day, 1, 0L, 80))
                .hasMessageContaining("spawn.retention.bytes");
        assertThatThrownBy(() -> new RetentionLimits(day, 1, null, 101))
                .hasMessageContaining("spawn.retention.disk-percent: 101");
    }

    private static RetentionLimits limits(String age, int count) {
        return new RetentionLimits(
                Duration.parse("P" + age.toUpperCase(java.util.Locale.ROOT)), count, null, 80);
    }

    /** Executions that ended so many days ago, by their position. */
    private static RetentionPlan plan(RetentionLimits limits, int... daysAgo) {
        List<EndedExecution> ended = new ArrayList<>();
        for (int days : daysAgo) {
            ended.add(new EndedExecution(ended.size(), NOW.minus(Duration.ofDays(days))));
        }
        return RetentionPlan.of(ended, limits, NOW);
    }
}
