package io.jobarrays.server.arrays.view;

import static java.time.temporal.ChronoUnit.SECONDS;

import io.jobarrays.contract.ExitReason.Plain;
import io.jobarrays.server.agents.PeerDelivery;
import io.jobarrays.server.agents.silence.AgentSilence;
import io.jobarrays.server.arrays.edges.Edge;
import io.jobarrays.server.arrays.rows.DesiredPower;
import io.jobarrays.server.arrays.snapshot.ArraySnapshot;
import io.jobarrays.server.arrays.snapshot.MemberLifecycle;
import io.jobarrays.server.arrays.snapshot.MemberSnapshot;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Builds the view of one member from its snapshot. */
final class MemberViews {
    private MemberViews() {}

    static MemberView of(ArraySnapshot array, MemberSnapshot member, String dns, Instant now) {
        MemberSnapshot.MemberInstance instance = member.instance();
        boolean ending = instance != null && instance.state().isEnding();
        return new MemberView(
                member.index(),
                member.name(),
                instanceId(member),
                instance == null ? null : instance.type(),
                member.stateWord(),
                instance == null ? null : instance.az(),
                instance == null || ending ? null : instance.publicIp(),
                instance == null ? null : instance.privateIp(),
                dns,
                instance == null ? 0 : instance.generation(),
                member.attempt(),
                phase(member),
                member.exit() == null ? null : member.exit().toString(),
                reason(array, member, now),
                note(member),
                instance == null ? null : instance.launchedAt(),
                array.spec().work().sweep() == null
                        ? null
                        : array.spec().work().parameters(member.index()),
                life(member));
    }

    private static @Nullable String instanceId(MemberSnapshot member) {
        if (member.instance() != null) {
            return member.instance().instanceId();
        }
        return member.isHandedOver() ? member.lifecycle().lastInstance() : null;
    }

    private static MemberView.Life life(MemberSnapshot member) {
        MemberLifecycle lifecycle = member.lifecycle();
        return new MemberView.Life(
                lifecycle.desiredPower().name(),
                member.hasLiveInstance() && member.agentConnected(),
                member.hasLiveInstance() ? lifecycle.deadline() : null,
                lifecycle.ttlRemaining() == null ? null : lifecycle.ttlRemaining().toSeconds(),
                member.hasLiveInstance() && !member.desiredOff() ? lifecycle.busyReason() : null,
                member.hasLiveInstance() && !member.desiredOff() ? lifecycle.idleSince() : null,
                lifecycle.interruptedAt());
    }

    /** Why the member ended, or why it does not proceed. */
    private static @Nullable String reason(
            ArraySnapshot array, MemberSnapshot member, Instant now) {
        boolean unkept = member.holdsOutputs() || member.outputsLost();
        if (member.open() ? unkept : outputsDecided(member)) {
            return outputs(member, member.reason());
        }
        if (member.reason() != null || !member.open()) {
            return member.reason();
        }
        if (member.lifecycle().powerReason() != null) {
            return member.lifecycle().powerReason();
        }
        if (member.desiredOff()) {
            return "it was %s; spawn start starts it again"
                    .formatted(
                            member.lifecycle().desiredPower() == DesiredPower.HIBERNATED
                                    ? "hibernated"
                                    : "stopped");
        }
        if (member.isDeferred()) {
            return "waits for the end of another index, by --max-concurrent "
                    + array.spec().maxConcurrent();
        }
        if (member.lifecycle().held() && member.enrolled()) {
            return "its work waits, after " + Edge.text(array.spec().after());
        }
        if (member.waitsForRetry(now)) {
            return "attempt %d begins at %s, by --retry-delay"
                    .formatted(member.attempt(), member.attemptAt().truncatedTo(SECONDS));
        }
        if (member.needsLaunch()) {
            return array.launchQueuedUntil() == null
                    ? array.launchErrorReason()
                    : "waiting for EC2's launch rate";
        }
        if (member.markedForReplacement()) {
            return "its machine is being replaced";
        }
        if (!member.enrolled()) {
            return "waiting for its agent";
        }
        return member.silence() == null ? peersReason(member) : silenceReason(member.silence());
    }

    /** Null while it is open, when {@link #reason} says all. */
    private static @Nullable String note(MemberSnapshot member) {
        return member.open() || outputsDecided(member) ? null : outputs(member, member.note());
    }

    /** Its outputs are the reason of its end, and no note beside it. */
    private static boolean outputsDecided(MemberSnapshot member) {
        return member.exit() == Plain.OUTPUT_MISSING || member.exit() == Plain.OUTPUT_TOO_LARGE;
    }

    /** The sentence about outputs, with what became of those that are not kept. */
    private static @Nullable String outputs(MemberSnapshot member, @Nullable String sentence) {
        if (!member.holdsOutputs() && !member.outputsLost()) {
            return sentence;
        }
        String why = Objects.requireNonNullElse(sentence, member.unkeptOutputs());
        if (!member.holdsOutputs()) {
            return why + "; its outputs were lost with its machine";
        }
        return member.open()
                ? "its work has ended; its outputs: " + member.unkeptOutputs()
                : why + "; its machine runs on, since its outputs are on it only";
    }

    private static String silenceReason(AgentSilence silence) {
        String text = "its agent has sent no message since " + silence.since().truncatedTo(SECONDS);
        if (silence.mass()) {
            return text + ", as many others; it is not ended meanwhile";
        }
        return silence.endDueAt() == null
                ? text
                : "%s; EC2 finds no fault of its instance, which is ended at %s"
                        .formatted(text, silence.endDueAt().truncatedTo(SECONDS));
    }

    private static @Nullable String peersReason(MemberSnapshot member) {
        PeerDelivery delivery = member.peerDelivery();
        return delivery == null || delivery.failure() == null
                ? null
                : "its instance cannot write the peers: " + delivery.failure();
    }

    private static String phase(MemberSnapshot member) {
        if (!member.open()) {
            return "ended";
        }
        if (member.instance() == null || member.needsLaunch()) {
            return "planned";
        }
        if (!member.enrolled()) {
            return "launched";
        }
        return member.peersGeneration() > 0 ? "peers" : "arrived";
    }
}
