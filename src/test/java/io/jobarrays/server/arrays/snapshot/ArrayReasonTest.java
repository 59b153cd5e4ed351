package io.jobarrays.server.arrays.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.server.arrays.plan.ArrayFixture;
import org.junit.jupiter.api.Test;

class ArrayReasonTest {
    @Test
    void namesTheReasonOfTheMemberThatWasNotLaunched() {
        ArrayFixture array =
                ArrayFixture.of()
                        .enrolled()
                        .failedToLaunch("BarrierTimeout")
                        .reason("instance i-1 is pending");

        assertThat(ArrayReason.of(array.snapshot(), null))
                .isEqualTo("[1] not launched: instance i-1 is pending; the others are up");
    }

    @Test
    void namesTheExitWhenNoReasonIsKnown() {
        ArrayFixture array = ArrayFixture.of().enrolled().failedToLaunch("InstanceTerminated");

        assertThat(ArrayReason.of(array.snapshot(), null))
                .isEqualTo("[1] not launched: LAUNCH_FAILED:InstanceTerminated; the others are up");
    }

    @Test
    void namesEachReasonOnceAndNoOthersWhenNoneIsUp() {
        ArrayFixture array =
                ArrayFixture.of()
                        .failedToLaunch("BarrierTimeout")
                        .reason("not launched in time")
                        .failedToLaunch("BarrierTimeout")
                        .reason("not launched in time");

        assertThat(ArrayReason.of(array.snapshot(), null))
                .isEqualTo("[0-1] not launched: not launched in time");
    }

    @Test
    void isTheLaunchErrorWhileAMemberWaitsForItsInstance() {
        ArrayFixture array = ArrayFixture.of().enrolled().planned().launchError("Throttling");

        assertThat(ArrayReason.of(array.snapshot(), null)).isEqualTo("EC2 said Throttling");
    }

    @Test
    void isEmptyWhenAllMembersWereLaunched() {
        ArrayFixture array = ArrayFixture.of().enrolled().enrolled().launchError("Throttling");

        assertThat(ArrayReason.of(array.snapshot(), null)).isNull();
    }
}
