package io.jobarrays.server.arrays.plan;

import io.jobarrays.server.arrays.snapshot.ArraySnapshot;
import io.jobarrays.server.arrays.snapshot.MemberSnapshot;
import io.jobarrays.server.arrays.spec.Phase;
import java.util.Optional;

/** Whether one index is through with one phase, and with what exit status. */
public final class PhaseProgress {
    private PhaseProgress() {}

    public static Optional<String> of(Phase phase, MemberSnapshot seat, ArraySnapshot array) {
        return switch (phase) {
            case LAUNCH ->
                    seat.needsLaunch() ? Optional.empty() : Optional.of(word(seat, "LAUNCHED"));
            case BARRIER ->
                    seat.open() && !seat.enrolled()
                            ? Optional.empty()
                            : Optional.of(word(seat, "ARRIVED"));
            case PUBLISH_PEERS ->
                    seat.open()
                                    && seat.hasLiveInstance()
                                    && !seat.desiredOff()
                                    && !hasPeers(seat, array)
                            ? Optional.empty()
                            : Optional.of(word(seat, "PUBLISHED"));
            case RUN ->
                    seat.open() && !array.spec().work().isEmpty()
                            ? Optional.empty()
                            : Optional.of(word(seat, "UP"));
            case RELEASE ->
                    array.hasOpenWork() || (seat.hasLiveInstance() && goes(array))
                            ? Optional.empty()
                            : Optional.of(word(seat, "KEPT"));
        };
    }

    private static boolean hasPeers(MemberSnapshot seat, ArraySnapshot array) {
        return array.peersGeneration() > 0 && seat.peersGeneration() == array.peersGeneration();
    }

    private static boolean goes(ArraySnapshot array) {
        boolean released = !array.spec().work().isEmpty() && array.terminatesAtRelease();
        return array.draining() || released || array.notViable();
    }

    private static String word(MemberSnapshot seat, String otherwise) {
        return seat.exit() == null ? otherwise : seat.exit().toString();
    }
}
