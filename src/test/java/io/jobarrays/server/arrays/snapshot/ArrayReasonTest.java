package io.jobarrays.server.arrays.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.server.arrays.plan.ArrayFixture;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ArrayReasonTest {
    private static final Instant NOW = Instant.parse("2026-01-13T12:00:10Z");

    @Test
    void namesTheReasonOfTheMemberThatWasNotLaunched() {
        ArrayFixture array =
                ArrayFixture.of()
                        .enrolled()
                        .failedToLaunch("BarrierTimeout")
                        .reason("instance i-1 is pending");

        assertThat(ArrayReason.of(array.snapshot(), null, NOW))
                .isEqualTo("[1] failed to launch: instance i-1 is pending; the others are up");
    }

    @Test
    void namesTheExitWhenNoReasonIsKnown() {
        ArrayFixture array = ArrayFixture.of().enrolled().failedToLaunch("InstanceTerminated");

        assertThat(ArrayReason.of(array.snapshot(), null, NOW))
                .isEqualTo(
                        "[1] failed to launch: LAUNCH_FAILED:InstanceTerminated; the others are up");
    }

    @Test
    void namesEachReasonOnceAndNoOthersWhenNoneIsUp() {
        ArrayFixture array =
                ArrayFixture.of()
                        .failedToLaunch("BarrierTimeout")
                        .reason("not launched in time")
                        .failedToLaunch("BarrierTimeout")
                        .reason("not launched in time");

        assertThat(ArrayReason.of(array.snapshot(), null, NOW))
                .isEqualTo("[0-1] failed to launch: not launched in time");
    }

    @Test
    void doesNotSayThatOthersAreUpWhenTheyAreTerminated() {
        ArrayFixture array =
                ArrayFixture.of()
                        .endedAndTerminated("EXIT_0")
                        .failedToLaunch("BarrierTimeout")
                        .reason("instance i-1 was running");

        assertThat(ArrayReason.of(array.snapshot(), null, NOW))
                .isEqualTo("[1] failed to launch: instance i-1 was running");
    }

    @Test
    void isTheLaunchErrorWhileAMemberWaitsForItsInstance() {
        ArrayFixture array = ArrayFixture.of().enrolled().planned().launchError("Throttling");

        assertThat(ArrayReason.of(array.snapshot(), null, NOW))
                .isEqualTo("waits for 1: EC2 said Throttling");
    }

    @Test
    void tellsWhenTheNextTryIs() {
        ArrayFixture array =
                ArrayFixture.of()
                        .planned()
                        .planned()
                        .launchError("Throttling")
                        .launchRetryAt(NOW.plusMillis(19_300));

        assertThat(ArrayReason.of(array.snapshot(), null, NOW))
                .isEqualTo("waits for 2: EC2 said Throttling; next try in 20s");
    }

    @Test
    void tellsWhenTheLaunchRatePermitsTheLastInstance() {
        ArrayFixture array =
                ArrayFixture.of()
                        .enrolled()
                        .planned()
                        .queued()
                        .launchQueuedUntil(NOW.plusSeconds(89));

        assertThat(ArrayReason.of(array.snapshot(), null, NOW))
                .isEqualTo("waits for 1: EC2's launch rate permits the last one in about 1m30s");
    }

    @Test
    void isEmptyWhenAllMembersWereLaunched() {
        ArrayFixture array = ArrayFixture.of().enrolled().enrolled().launchError("Throttling");

        assertThat(ArrayReason.of(array.snapshot(), null, NOW)).isNull();
    }
}
