package io.jobarrays.server.arrays.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.server.SettableClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class CallBackoffTest {
    private final SettableClock clock = new SettableClock();
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

        clock.advance(Duration.between(clock.instant(), backoff.until()));

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
        return Duration.between(clock.instant(), backoff.until());
    }

    private static Duration seconds(int count) {
        return Duration.ofSeconds(count);
    }
}
