package io.jobarrays.server.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.PreventFurtherStepsException;
import io.quarkus.runtime.StartupEvent;
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
        AwsRateLimits limits = new AwsRateLimits(CLOCK, 1);

        assertThat(limits.launchDelay(1000)).isZero();
        assertThat(limits.launchDelay(1010)).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void factorRaisesBucketsAndTheirRefill() {
        AwsRateLimits limits = new AwsRateLimits(CLOCK, 10);

        assertThat(limits.launchDelay(10_000)).isZero();
        assertThat(limits.launchDelay(10_100)).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void factorOfZeroIsRefusedAtStart() {
        assertThatThrownBy(() -> new AwsRateLimits(CLOCK, 0).check(new StartupEvent()))
                .isInstanceOf(PreventFurtherStepsException.class)
                .hasMessage("spawn: spawn.aws.limits.factor=0.0 is not above 0");
    }
}
