package io.jobarrays.server.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class AwsRateLimitsTest {
    private static final Clock CLOCK = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);

    /** 1000 instances and 2 more per second: EC2 Developer Guide, "Request throttling", 2025. */
    @Test
    void launchesWaitForTheDefaultLimit() {
        TokenBucket instances = new AwsRateLimits(CLOCK, 1).bucket(CallFamily.RUN_INSTANCES);

        assertThat(instances.timeUntil(1000, CLOCK.instant())).isZero();
        assertThat(instances.timeUntil(1010, CLOCK.instant())).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void fillsItsBucketsWhenTheCloudHasFilledItsOwn() {
        AwsRateLimits limits = new AwsRateLimits(CLOCK, 1);
        limits.enterEpoch("1");
        TokenBucket instances = limits.bucket(CallFamily.RUN_INSTANCES);
        instances.take(1000, CLOCK.instant());

        limits.enterEpoch("1");
        assertThat(instances.timeUntil(2, CLOCK.instant())).isEqualTo(Duration.ofSeconds(1));

        limits.enterEpoch("2");
        assertThat(instances.timeUntil(1000, CLOCK.instant())).isZero();
    }

    @Test
    void lateAnswerOfTheEpochBeforeFillsNoBucket() {
        AwsRateLimits limits = new AwsRateLimits(CLOCK, 1);
        limits.enterEpoch("1");
        limits.enterEpoch("2");
        TokenBucket instances = limits.bucket(CallFamily.RUN_INSTANCES);
        instances.take(1000, CLOCK.instant());

        limits.enterEpoch("1");
        limits.enterEpoch("2");

        assertThat(instances.timeUntil(2, CLOCK.instant())).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void factorRaisesBucketsAndTheirRefill() {
        TokenBucket instances = new AwsRateLimits(CLOCK, 10).bucket(CallFamily.RUN_INSTANCES);

        assertThat(instances.timeUntil(10_000, CLOCK.instant())).isZero();
        assertThat(instances.timeUntil(10_100, CLOCK.instant())).isEqualTo(Duration.ofSeconds(5));
    }
}
