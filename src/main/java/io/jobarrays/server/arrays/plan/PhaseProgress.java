package io.jobarrays.server.arrays.plan;

import io.jobarrays.server.arrays.snapshot.ArraySnapshot;
import io.jobarrays.server.arrays.snapshot.MemberSnapshot;
import io.jobarrays.server.arrays.spec.Phase;
import java.util.Optional;

/** Exit status of one member in one phase; empty while the phase goes on for it. */
public final class PhaseProgress {
    private PhaseProgress() {}

    public static Optional<String> of(Phase phase, MemberSnapshot member, ArraySnapshot array) {
        return switch (phase) {
            case LAUNCH ->
                    member.needsLaunch()
                            ? Optional.empty()
                            : Optional.of(status(member, "LAUNCHED"));
            case BARRIER ->
                    member.open() && !member.enrolled()
                            ? Optional.empty()
                            : Optional.of(status(member, "ARRIVED"));
            case PUBLISH_PEERS ->
                    member.open()
                                    && member.hasLiveInstance()
                                    && !member.desiredOff()
                                    && !hasPeers(member, array)
                            ? Optional.empty()
                            : Optional.of(status(member, "PUBLISHED"));
            case RUN ->
                    member.open() && !array.spec().work().isEmpty()
                            ? Optional.empty()
                            : Optional.of(status(member, "UP"));
            case RELEASE ->
                    array.hasOpenWork() || (mustEnd(member) && terminates(array))
                            ? Optional.empty()
                            : Optional.of(status(member, "KEPT"));
        };
    }

    /** One with the only copy of outputs stays, and the stage does not wait for its deadline. */
    private static boolean mustEnd(MemberSnapshot member) {
        return member.hasLiveInstance() && !member.holdsOutputs();
    }

    private static boolean hasPeers(MemberSnapshot member, ArraySnapshot array) {
        return array.peersGeneration() > 0 && member.peersGeneration() == array.peersGeneration();
    }

    private static boolean terminates(ArraySnapshot array) {
        boolean released = !array.spec().work().isEmpty() && array.terminatesAtRelease();
        return array.draining() || released || array.notViable();
    }

    private static String status(MemberSnapshot member, String whileOpen) {
        return member.exit() == null ? whileOpen : member.exit().toString();
    }
}
