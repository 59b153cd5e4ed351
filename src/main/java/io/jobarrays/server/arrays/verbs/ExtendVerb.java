package io.jobarrays.server.arrays.verbs;

import io.jobarrays.contract.Durations;
import io.jobarrays.contract.messages.AgentMessage;
import io.jobarrays.server.agents.ConnectedAgents;
import io.jobarrays.server.arrays.owner.ArrayOwners;
import io.jobarrays.server.arrays.owner.OwnedArray;
import io.jobarrays.server.arrays.rows.Member;
import io.jobarrays.server.arrays.snapshot.ArraySnapshot;
import io.jobarrays.server.arrays.snapshot.MemberLifecycle;
import io.jobarrays.server.arrays.snapshot.MemberSnapshot;
import io.jobarrays.server.arrays.snapshot.PeerListBuilder;
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

    private final ArrayOwners owners;
    private final PeerListBuilder peerLists;
    private final ConnectedAgents agents;
    private final DeadlineAnswers answers;
    private final Clock clock;

    ExtendVerb(
            ArrayOwners owners,
            PeerListBuilder peerLists,
            ConnectedAgents agents,
            DeadlineAnswers answers,
            Clock clock) {
        this.owners = owners;
        this.peerLists = peerLists;
        this.agents = agents;
        this.answers = answers;
        this.clock = clock;
    }

    /**
     * Counts from the deadline, or from now if that has passed; adds to the remaining time of an
     * instance that is off.
     */
    public List<MemberResult> extend(Selection selection, Duration by) {
        ArraySnapshot array = owners.call(selection.arrayId(), it -> move(it, selection, by));
        List<DeadlineAnswers.Answer> expected = new ArrayList<>();
        try {
            for (MemberSnapshot member : selection.membersOf(array)) {
                send(array, member).ifPresent(expected::add);
            }
            answers.await(expected, ANSWER_TIMEOUT);
        } finally {
            expected.forEach(answers::forget);
        }
        ArraySnapshot after = owners.snapshot(selection.arrayId());
        return selection.membersOf(after).stream().map(ExtendVerb::result).toList();
    }

    /** The array with the moved deadlines. */
    private static ArraySnapshot move(OwnedArray array, Selection selection, Duration by) {
        selection.membersOf(array.snapshot()).stream()
                .filter(member -> member.hasLiveInstance() || member.open())
                .forEach(member -> move(array, member, by));
        array.event("%s extended by %s".formatted(selection.text(), Durations.format(by)));
        return array.snapshot();
    }

    private static void move(OwnedArray array, MemberSnapshot member, Duration by) {
        Instant deadline = member.lifecycle().deadline();
        Member row = array.member(member.index());
        if (deadline != null) {
            row.power(power -> power.moveDeadline(extended(deadline, by, array.now())));
        } else if (member.lifecycle().ttlRemaining() != null) {
            row.power(power -> power.extendRemaining(by));
        }
    }

    /** The same rule for arrays, members and instances. */
    public static Instant extended(Instant deadline, Duration by, Instant now) {
        Instant from = deadline.isAfter(now) ? deadline : now;
        return from.plus(by).truncatedTo(ChronoUnit.MILLIS);
    }

    /**
     * @return the answer to wait for; empty if the agent is not connected, or without deadline
     */
    private Optional<DeadlineAnswers.Answer> send(ArraySnapshot array, MemberSnapshot member) {
        Instant deadline = member.lifecycle().deadline();
        Optional<Assignment> assignment = peerLists.assignment(array, member);
        if (assignment.isEmpty() || deadline == null) {
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
                ? MemberResult.of(member, false, "it has no TTL to extend: no deadline ends it")
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
