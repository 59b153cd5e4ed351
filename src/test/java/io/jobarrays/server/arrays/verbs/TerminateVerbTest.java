package io.jobarrays.server.arrays.verbs;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.server.arrays.plan.ArrayFixture;
import io.jobarrays.server.arrays.snapshot.ArraySnapshot;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TerminateVerbTest {
    @Test
    void saysThatALaunchCallUnderWayMayStillBringAnInstance() {
        assertThat(result(ArrayFixture.of().planned().openLaunchIntent().snapshot()))
                .isEqualTo(
                        "not launched yet; an instance of the launch call under way is terminated");
    }

    @Test
    void saysThatAMemberWithoutLaunchCallWasNeverLaunched() {
        assertThat(result(ArrayFixture.of().planned().snapshot())).isEqualTo("never launched");
    }

    @Test
    void saysThatARefusedTerminationIsTriedAgain() {
        ArraySnapshot array = ArrayFixture.of().enrolled().snapshot();
        String id = array.liveInstanceIds().getFirst();

        MemberResult result =
                TerminateVerb.result(
                        array, array.members().getFirst(), Map.of(id, "RequestLimitExceeded"));

        assertThat(result.ok()).isFalse();
        assertThat(result.result())
                .isEqualTo("RequestLimitExceeded; it is tried again until EC2 confirms it");
    }

    private static String result(ArraySnapshot array) {
        return TerminateVerb.result(array, array.members().getFirst(), Map.of()).result();
    }
}
