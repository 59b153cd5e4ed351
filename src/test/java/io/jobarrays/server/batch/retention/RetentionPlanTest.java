package io.jobarrays.server.batch.retention;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.server.RetentionLimits;
import io.jobarrays.server.batch.rows.EndedExecution;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

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
