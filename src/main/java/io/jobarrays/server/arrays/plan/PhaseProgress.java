package io.jobarrays.server.arrays.plan;

import io.jobarrays.server.arrays.snapshot.ArraySnapshot;
import io.jobarrays.server.arrays.snapshot.MemberSnapshot;
import io.jobarrays.server.arrays.spec.Phase;
import java.time.Instant;
import java.util.Optional;

/** Progress of the members of an array through its phases. */
public final class PhaseProgress {
    private final ArraySnapshot array;
    private final Instant now;

    // Computed once for all members.
    private final boolean hasOpenWork;
    private final boolean retriesTogether;
    private final boolean terminates;

    public PhaseProgress(ArraySnapshot array, Instant now) {
        this.array = array;
        this.now = now;
        this.hasOpenWork = array.hasOpenWork();
        this.retriesTogether = array.retriesTogether() && !array.draining() && !array.notViable();
        this.terminates = terminates(array);
    }

    /** Exit status of the member in the phase; empty while the phase goes on for it. */
    public Optional<String> of(Phase phase, MemberSnapshot member) {
        if (member.isDeferred() && phase.compareTo(Phase.RUN) < 0) {
            return Optional.of("DEFERRED");
        }
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
                                    && PeerPolicy.isAwaited(member, array, now)
                            ? Optional.empty()
                            : Optional.of(status(member, "PUBLISHED"));
            case RUN ->
                    retriesTogether || (member.open() && !array.spec().work().isEmpty())
                            ? Optional.empty()
                            : Optional.of(status(member, "UP"));
            case RELEASE ->
                    hasOpenWork || (mustEnd(member) && terminates)
                            ? Optional.empty()
                            : Optional.of(status(member, "KEPT"));
        };
    }

    /**
     * One with the only copy of outputs stays, and the stage does not wait for its deadline; one on
     * which a later stage runs stays as well.
     */
    private boolean mustEnd(MemberSnapshot member) {
        return member.hasLiveInstance() && !member.holdsOutputs() && !array.keepsInstance(member);
    }

    private static boolean terminates(ArraySnapshot array) {
        boolean released = !array.spec().work().isEmpty() && array.terminatesAtRelease();
        return array.draining() || released || array.notViable();
    }

    private static String status(MemberSnapshot member, String whileOpen) {
        return member.exit() == null ? whileOpen : member.exit().toString();
    }
}
