package io.jobarrays.server.arrays.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.contract.IndexSet;
import io.jobarrays.server.arrays.spec.Phase;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Reasons of members whose agents cannot enrol at the public URL. */
class EnrolmentReasonsTest {
    private static final String OBJECTION = "the certificate is untrusted";

    @Test
    void namesTheObjectionToThePublicUrlWhenAgentsDoNotEnrolInTime() {
        ArrayFixture array =
                ArrayFixture.of("barrier-timeout", "10s")
                        .inPhase(Phase.BARRIER)
                        .publicUrlObjection(OBJECTION)
                        .launched();

        assertThat(array.plan())
                .contains(
                        new Action.MarkNotViable(
                                IndexSet.firstOf(1),
                                "0 of 1 members enrolled, [0] did not; " + OBJECTION));
        assertThat(reasons(array))
                .containsExactly(
                        "instance i-0 was pending but its agent did not enrol within 10s; "
                                + OBJECTION);
    }

    @Test
    void namesItWhenTheBootstrapPowersTheMachineOff() {
        ArrayFixture array =
                ArrayFixture.of()
                        .inPhase(Phase.BARRIER)
                        .publicUrlObjection(OBJECTION)
                        .endedBeforeEnrolment(3);

        assertThat(reasons(array)).containsExactly("instance i-0 is terminated");
        assertThat(reasons(array.ec2Reason("Client.InstanceInitiatedShutdown: by itself")))
                .containsExactly(
                        "instance i-0 is terminated: Client.InstanceInitiatedShutdown: by itself; "
                                + OBJECTION);
    }

    @Test
    void doesNotNameItForMembersWithoutInstance() {
        ArrayFixture array =
                ArrayFixture.of("barrier", "true")
                        .inPhase(Phase.BARRIER)
                        .publicUrlObjection(OBJECTION)
                        .enrolled()
                        .failedToLaunch("InsufficientInstanceCapacity");

        assertThat(array.plan())
                .containsExactly(
                        new Action.MarkNotViable(
                                IndexSet.of(List.of(1)), "1 of 2 members enrolled, [1] did not"));
    }

    private static List<String> reasons(ArrayFixture array) {
        return array.plan().stream()
                .filter(Action.EndAttempt.class::isInstance)
                .map(it -> ((Action.EndAttempt) it).reason())
                .toList();
    }
}
