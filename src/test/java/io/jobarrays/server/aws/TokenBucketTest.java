package io.jobarrays.server.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** A bucket permits calls at the rate of AWS and returns the delay of the others. */
class TokenBucketTest {
    private static final Instant START = Instant.parse("2026-01-13T10:00:00Z");

    private final TokenBucket bucket = new TokenBucket(5, 2, START);

    @Test
    void takesFullBucketWithoutDelay() {
        for (int call = 0; call < 5; call++) {
            assertThat(bucket.take(1, START)).isZero();
        }
    }

    @Test
    void delaysLaterCallsInOrder() {
        bucket.take(5, START);

        assertThat(bucket.take(1, START)).isEqualTo(Duration.ofMillis(500));
        assertThat(bucket.take(1, START)).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void fillsAtItsRateUpToItsSize() {
        bucket.take(5, START);

        assertThat(bucket.take(2, START.plusSeconds(1))).isZero();
        assertThat(bucket.take(6, START.plusSeconds(3600))).isEqualTo(Duration.ofMillis(500));
    }

    @Test
    void doesNotFillWhenClockGoesBack() {
        bucket.take(5, START);

        assertThat(bucket.take(1, START.minusSeconds(60))).isEqualTo(Duration.ofMillis(500));
    }

    @Test
    void readsTheWaitWithoutTakingTokens() {
        assertThat(bucket.timeUntil(7, START)).isEqualTo(Duration.ofSeconds(1));
        assertThat(bucket.timeUntil(7, START)).isEqualTo(Duration.ofSeconds(1));
        assertThat(bucket.take(5, START)).isZero();
    }

    @Test
    void holdsNoMoreThanItsSizeWhenTokensAreGivenBack() {
        bucket.take(2, START);

        bucket.giveBack(4, START);

        assertThat(bucket.take(6, START)).isEqualTo(Duration.ofMillis(500));
    }
}
