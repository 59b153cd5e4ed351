package io.jobarrays.server.arrays.plan;

import io.jobarrays.server.arrays.snapshot.ArraySnapshot;
import io.jobarrays.server.arrays.snapshot.MemberSnapshot;
import io.jobarrays.server.arrays.snapshot.MemberSnapshot.MemberInstance;
import io.jobarrays.server.arrays.spec.OnComplete;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Policy for instances that have the only copy of outputs: no other policy terminates them; the
 * deadline and users do, also by {@code --on-failure terminate}. Records the outputs that are lost
 * with an instance.
 */
public final class OutputPolicy {
    private OutputPolicy() {}

    /** Instances that an array which drains may terminate. */
    static List<String> terminable(ArraySnapshot array, Instant now) {
        List<String> terminable = new ArrayList<>(array.liveInstanceIds());
        terminable.removeAll(array.memberInstanceIds(member -> mustBeKept(array, member, now)));
        return terminable;
    }

    static List<Action> losses(ArraySnapshot array, Instant now) {
        List<Action> losses = new ArrayList<>();
        for (MemberSnapshot member : array.members()) {
            MemberInstance instance = member.instance();
            boolean unkept = member.unkeptOutputs() != null && !member.outputsLost();
            if (unkept && instance != null && instance.state().isEnding()) {
                losses.add(
                        new Action.RecordLostOutputs(
                                member.index(),
                                member.attempt(),
                                "outputs %s are lost with instance %s (%s): %s"
                                        .formatted(
                                                globs(array),
                                                instance.instanceId(),
                                                member.unkeptOutputs(),
                                                cause(member, instance, now))));
            }
        }
        return losses;
    }

    /**
     * What is lost when the member's instance ends now, as the end of a sentence; empty when
     * nothing is.
     */
    public static String loss(ArraySnapshot array, MemberSnapshot member) {
        boolean unkept = member.open() ? member.enrolled() : member.unkeptOutputs() != null;
        return unkept && !array.spec().work().collect().isEmpty()
                ? "; outputs %s were not kept".formatted(globs(array))
                : "";
    }

    private static boolean mustBeKept(ArraySnapshot array, MemberSnapshot member, Instant now) {
        return member.holdsOutputs()
                && !isGivenUp(array, member)
                && !member.instanceEndRequested()
                && !TerminationPolicy.isPastItsTime(member, now);
    }

    /** Its outputs cannot be kept, and the user has asked to terminate what fails. */
    private static boolean isGivenUp(ArraySnapshot array, MemberSnapshot member) {
        return !member.open()
                && OnComplete.TERMINATE.flagValue().equals(array.spec().flags().get("on-failure"));
    }

    private static String cause(MemberSnapshot member, MemberInstance instance, Instant now) {
        if (member.lifecycle().deadlinePassed(now)) {
            return "its TTL is over";
        }
        return instance.endRequested()
                ? "it was terminated on request"
                : Objects.requireNonNullElse(instance.reason(), instance.state().word());
    }

    private static String globs(ArraySnapshot array) {
        return String.join(" ", array.spec().work().collect());
    }
}
