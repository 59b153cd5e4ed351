package io.jobarrays.server.arrays.verbs;

import io.jobarrays.contract.AgentMessage;
import io.jobarrays.contract.Durations;
import io.jobarrays.server.agents.ConnectedAgents;
import io.jobarrays.server.arrays.events.EventLog;
import io.jobarrays.server.arrays.rows.MemberDeadlineRows;
import io.jobarrays.server.arrays.snapshot.ArraySnapshot;
import io.jobarrays.server.arrays.snapshot.MemberLifecycle;
import io.jobarrays.server.arrays.snapshot.MemberSnapshot;
import io.jobarrays.server.arrays.snapshot.PeerListBuilder;
import io.jobarrays.server.arrays.snapshot.SnapshotReader;
import io.jobarrays.server.instances.rows.Assignment;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The verb {@code extend}: moves the deadline of each member and waits for its agent's answer. */
@ApplicationScoped
public class ExtendVerb {
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(5);
    private static final String NOT_STORED = "; its agent gets it when it connects";

    private final SnapshotReader snapshots;
    private final PeerListBuilder peerLists;
    private final ConnectedAgents agents;
    private final DeadlineAnswers answers;
    private final EventLog events;
    private final Clock clock;

    ExtendVerb(
            SnapshotReader snapshots,
            PeerListBuilder peerLists,
            ConnectedAgents agents,
            DeadlineAnswers answers,
            EventLog events,
            Clock clock) {
        this.snapshots = snapshots;
        this.peerLists = peerLists;
        this.agents = agents;
        this.answers = answers;
        this.events = events;
        this.clock = clock;
    }

    /**
     * Counts from the deadline, or from now if that has passed; adds to the remaining time of an
     * instance that is off.
     */
    public List<MemberResult> extend(Selection selection, Duration by) {
        ArraySnapshot before = snapshots.read(selection.arrayId());
        List<DeadlineAnswers.Answer> expected = new ArrayList<>();
        try {
            moveAll(selection, before, by, expected);
            events.record(
                    before.id(),
                    "%s extended by %s".formatted(selection.text(), Durations.format(by)));
            answers.await(expected, ANSWER_TIMEOUT);
        } finally {
            expected.forEach(answers::forget);
        }
        ArraySnapshot after = snapshots.read(selection.arrayId());
        return selection.membersOf(after).stream().map(ExtendVerb::result).toList();
    }

    private void moveAll(
            Selection selection,
            ArraySnapshot before,
            Duration by,
            List<DeadlineAnswers.Answer> expected) {
        for (MemberSnapshot member : selection.membersOf(before)) {
            if (member.hasLiveInstance() || member.open()) {
                Optional<Instant> moved = move(before, member, by);
                if (moved.isPresent() && member.hasLiveInstance()) {
                    send(before, member, moved.get()).ifPresent(expected::add);
                }
            }
        }
    }

    /**
     * @return the new deadline; empty for a member without a running deadline
     */
    private Optional<Instant> move(ArraySnapshot array, MemberSnapshot member, Duration by) {
        Instant deadline = member.lifecycle().deadline();
        if (deadline != null) {
            Instant moved = extended(deadline, by, clock.instant());
            MemberDeadlineRows.move(array.id(), member.index(), moved);
            return Optional.of(moved);
        }
        if (member.lifecycle().ttlRemaining() != null) {
            MemberDeadlineRows.extendRemaining(array.id(), member.index(), by);
        }
        return Optional.empty();
    }

    /** The same rule for arrays, members and instances. */
    public static Instant extended(Instant deadline, Duration by, Instant now) {
        Instant from = deadline.isAfter(now) ? deadline : now;
        return from.plus(by).truncatedTo(ChronoUnit.MILLIS);
    }

    /**
     * @return the answer to wait for; empty if the agent is not connected
     */
    private Optional<DeadlineAnswers.Answer> send(
            ArraySnapshot array, MemberSnapshot member, Instant deadline) {
        Optional<Assignment> assignment = peerLists.assignment(array, member);
        if (assignment.isEmpty()) {
            return Optional.empty();
        }
        // Before it is sent, so that no answer is missed.
        DeadlineAnswers.Answer answer = answers.expect(assignment.get().instanceId(), deadline);
        boolean sent =
                agents.send(
                        assignment.get(),
                        new AgentMessage.Deadline(deadline.toString(), clock.instant().toString()));
        if (sent && !member.desiredOff()) {
            return Optional.of(answer);
        }
        answers.forget(answer);
        return Optional.empty();
    }

    private static MemberResult result(MemberSnapshot member) {
        if (!member.hasLiveInstance() && !member.open()) {
            return MemberResult.of(member, false, "it has no machine; nothing to extend");
        }
        MemberLifecycle lifecycle = member.lifecycle();
        if (lifecycle.deadline() != null) {
            String pending = isStored(lifecycle) ? "" : NOT_STORED;
            return MemberResult.of(
                    member,
                    true,
                    "until " + lifecycle.deadline().truncatedTo(ChronoUnit.SECONDS) + pending);
        }
        return lifecycle.ttlRemaining() == null
                ? MemberResult.of(
                        member, false, "it has no TTL to extend: it runs until it is terminated")
                : MemberResult.of(
                        member,
                        true,
                        "it is off; %s remain from its next start"
                                .formatted(Durations.format(lifecycle.ttlRemaining())));
    }

    private static boolean isStored(MemberLifecycle lifecycle) {
        return Objects.equals(lifecycle.deadline(), lifecycle.deadlineStored());
    }
}
