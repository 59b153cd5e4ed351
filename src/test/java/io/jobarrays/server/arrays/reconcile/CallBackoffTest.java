package io.jobarrays.server.arrays.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class CallBackoffTest {
    private Instant now = Instant.parse("2026-01-13T12:00:00Z");
    private final Clock clock = ((InstantSource) () -> now).withZone(ZoneOffset.UTC);
    private final CallBackoff backoff = new CallBackoff(clock);

    @Test
    void doublesAfterEachFailureUpToItsLongest() {
        assertThat(backoff.isOver()).isTrue();

        assertThat(pauseAfterFailure()).isBetween(seconds(2), seconds(3));
        assertThat(pauseAfterFailure()).isBetween(seconds(4), seconds(6));
        for (int i = 0; i < 5; i++) {
            backoff.failed();
        }
        assertThat(pauseAfterFailure()).isBetween(seconds(30), seconds(45));
    }

    @Test
    void isOverWhenItsTimeHasPassed() {
        backoff.failed();
        assertThat(backoff.isOver()).isFalse();

        now = backoff.until();

        assertThat(backoff.isOver()).isTrue();
    }

    @Test
    void beginsAnewAfterASuccess() {
        backoff.failed();
        backoff.failed();

        backoff.succeeded();

        assertThat(backoff.isOver()).isTrue();
        assertThat(pauseAfterFailure()).isBetween(seconds(2), seconds(3));
    }

    private Duration pauseAfterFailure() {
        backoff.failed();
        return Duration.between(now, backoff.until());
    }

    private static Duration seconds(int count) {
        return Duration.ofSeconds(count);
    }
}
