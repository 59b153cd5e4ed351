package io.jobarrays.server.arrays;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jobarrays.contract.Refusal;
import io.jobarrays.server.SettableClock;
import io.jobarrays.server.arrays.spec.ArraySpec;
import io.jobarrays.server.aws.LaunchDemand;
import io.jobarrays.server.aws.LaunchQueue;
import io.jobarrays.server.aws.LaunchQueueFixture;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The bucket holds 1,000 instances and gets 2 a second. */
class LaunchRateTest {
    private final SettableClock clock = new SettableClock();
    private final LaunchQueue queue = LaunchQueueFixture.of(clock, 1);
    private final LaunchRate rate = new LaunchRate(queue);

    @Test
    void aLaunchThatFitsDoesNotWait() {
        assertThatCode(() -> rate.check(spec(1000, "ttl", "1m", "queue-timeout", "1s")))
                .doesNotThrowAnyException();
        assertThat(rate.untilLast(spec(500))).isZero();
    }

    @Test
    void refusesAQueueTimeoutThatTheFirstCallWouldExceed() {
        queue.admit(new LaunchDemand("other", clock.instant(), 1000, 1000));

        assertThatThrownBy(() -> rate.check(spec(5, "queue-timeout", "2s")))
                .isInstanceOf(Refusal.class)
                .hasMessage(
                        "queue-timeout: EC2's launch rate permits the first 5 instances in about 3s,"
                                + " not within 2s; it is 1000 instances at once, then 2 a second,"
                                + " and other launches wait too");
        assertThatCode(() -> rate.check(spec(5, "queue-timeout", "3s"))).doesNotThrowAnyException();
    }

    @Test
    void refusesATtlThatEndsBeforeTheLastInstanceIsPermitted() {
        assertThatThrownBy(() -> rate.check(spec(1200, "ttl", "1m")))
                .isInstanceOf(Refusal.class)
                .hasMessageStartingWith(
                        "ttl: it ends after 1m, before EC2's launch rate permits the last of 1200"
                                + " instances, in about 1m41s;");
    }

    @Test
    void membersThatNeedEachOtherAreLaunchedByOneCallUpToAThousand() {
        assertThat(rate.calls(spec(1000))).isEqualTo(10);
        assertThat(rate.calls(spec(1000, "barrier", "true"))).isEqualTo(1);
        assertThat(rate.calls(spec(1001, "barrier", "true"))).isEqualTo(2);
        assertThat(rate.betweenFirstAndLast(spec(1001, "barrier", "true")))
                .isEqualTo(Duration.ofMillis(500));
    }

    private static ArraySpec spec(int count, String... flagsAndValues) {
        Map<String, String> flags = new TreeMap<>();
        flags.put("job-array-name", "compute");
        flags.put("count", "" + count);
        for (int i = 0; i < flagsAndValues.length; i += 2) {
            flags.put(flagsAndValues[i], flagsAndValues[i + 1]);
        }
        return ArraySpec.of(flags);
    }
}
