package io.jobarrays.server.arrays.verbs;

import io.jobarrays.contract.AgentMessage;
import io.jobarrays.contract.Durations;
import io.jobarrays.server.agents.ConnectedAgents;
import io.jobarrays.server.arrays.rows.EventLog;
import io.jobarrays.server.arrays.rows.Member;
import io.jobarrays.server.arrays.snapshot.ArraySnapshot;
import io.jobarrays.server.arrays.snapshot.MemberLifecycle;
import io.jobarrays.server.arrays.snapshot.MemberSnapshot;
import io.jobarrays.server.arrays.snapshot.PeerListBuilder;
import io.jobarrays.server.arrays.snapshot.SnapshotReader;
import io.jobarrays.server.aws.AwsFailure;
import io.jobarrays.server.instances.InstanceTags;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import org.jboss.logging.Logger;

/** The verb {@code extend}: moves the one deadline of each member, and reads back that it moved. */
@ApplicationScoped
public class ExtendVerb {
    private static final Logger LOG = Logger.getLogger(ExtendVerb.class);

    /** So long the agents' answers are waited for. */
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(5);

    private static final Duration LOOK = Duration.ofMillis(50);

    private final SnapshotReader snapshots;
    private final PeerListBuilder peerLists;
    private final ConnectedAgents agents;
    private final InstanceTags instanceTags;
    private final EventLog events;
    private final Clock clock;

    ExtendVerb(
            SnapshotReader sight,
            PeerListBuilder rosters,
            ConnectedAgents agents,
            InstanceTags labels,
            EventLog story,
            Clock clock) {
        this.snapshots = sight;
        this.peerLists = rosters;
        this.agents = agents;
        this.instanceTags = labels;
        this.events = story;
        this.clock = clock;
    }

    /** From its deadline, or from now where that has passed; of a machine that is off the rest. */
    public List<MemberResult> extend(Selection selection, Duration by) {
        ArraySnapshot before = snapshots.read(selection.arrayId());
        Map<Instant, List<String>> tags = new TreeMap<>();
        for (MemberSnapshot seat : selected(before, selection)) {
            if (seat.hasLiveInstance() || seat.open()) {
                move(before, seat, by, tags);
            }
        }
        events.record(
                before.id(),
                "%s extended by %s"
                        .formatted(
                                selection.members() == null ? "all" : selection.members(),
                                Durations.format(by)));
        writeTags(tags);
        awaitAnswers(before.id(), selection);
        ArraySnapshot after = snapshots.read(selection.arrayId());
        return selected(after, selection).stream().map(ExtendVerb::result).toList();
    }

    private void move(
            ArraySnapshot array,
            MemberSnapshot seat,
            Duration by,
            Map<Instant, List<String>> tags) {
        Instant deadline = seat.lifecycle().deadline();
        Duration remaining = seat.lifecycle().ttlRemaining();
        if (deadline != null) {
            Instant moved = extended(deadline, by, clock.instant());
            update(
                    "ttlDeadline = ?1 where arrayId = ?2 and index = ?3 and ttlDeadline is not null",
                    moved,
                    array.id(),
                    seat.index());
            if (seat.hasLiveInstance()) {
                tags.computeIfAbsent(moved, d -> new ArrayList<>())
                        .add(Objects.requireNonNull(seat.instance()).instanceId());
            }
            peerLists
                    .assignment(array, seat)
                    .ifPresent(
                            p ->
                                    agents.send(
                                            p,
                                            new AgentMessage.Deadline(
                                                    moved.toString(), clock.instant().toString())));
        } else if (remaining != null) {
            update(
                    "ttlRemaining = ttlRemaining + ?1 where arrayId = ?2 and index = ?3",
                    by.toSeconds(),
                    array.id(),
                    seat.index());
        }
    }

    /** One rule for arrays, members and instances. */
    public static Instant extended(Instant deadline, Duration by, Instant now) {
        Instant from = deadline.isAfter(now) ? deadline : now;
        return from.plus(by).truncatedTo(ChronoUnit.MILLIS);
    }

    /** The tag is for others: the deadline holds without it. */
    private void writeTags(Map<Instant, List<String>> tags) {
        tags.forEach(
                (deadline, ids) -> {
                    try {
                        instanceTags.tagDeadline(ids, deadline);
                    } catch (AwsFailure e) {
                        LOG.warnf("the deadline's tag is late on %s: %s", ids, e.getMessage());
                    }
                });
    }

    private void awaitAnswers(String arrayId, Selection selection) {
        Instant end = Instant.now().plus(ANSWER_TIMEOUT);
        while (Instant.now().isBefore(end)
                && selected(snapshots.read(arrayId), selection).stream()
                        .anyMatch(ExtendVerb::isAnswerMissing)) {
            LockSupport.parkNanos(LOOK.toNanos());
        }
    }

    private static boolean isAnswerMissing(MemberSnapshot seat) {
        return seat.hasLiveInstance()
                && !seat.desiredOff()
                && seat.agentConnected()
                && !isStored(seat);
    }

    private static boolean isStored(MemberSnapshot seat) {
        return Objects.equals(seat.lifecycle().deadline(), seat.lifecycle().deadlineStored());
    }

    private static MemberResult result(MemberSnapshot seat) {
        MemberSnapshot.MemberInstance instance = seat.instance();
        String id = instance == null ? null : instance.instanceId();
        if (!seat.hasLiveInstance() && !seat.open()) {
            return new MemberResult(
                    seat.index(), seat.name(), id, false, "it has no machine; nothing to extend");
        }
        MemberLifecycle standing = seat.lifecycle();
        if (standing.deadline() != null) {
            String told = isStored(seat) ? "" : "; its agent hears of it when it is here";
            return new MemberResult(
                    seat.index(),
                    seat.name(),
                    id,
                    true,
                    "until " + standing.deadline().truncatedTo(ChronoUnit.SECONDS) + told);
        }
        return standing.ttlRemaining() == null
                ? new MemberResult(
                        seat.index(),
                        seat.name(),
                        id,
                        false,
                        "it has no TTL to extend: it runs until it is terminated")
                : new MemberResult(
                        seat.index(),
                        seat.name(),
                        id,
                        true,
                        "it is off; %s remain from its next start"
                                .formatted(Durations.format(standing.ttlRemaining())));
    }

    static List<MemberSnapshot> selected(ArraySnapshot array, Selection selection) {
        return array.members().stream().filter(seat -> selection.has(seat.index())).toList();
    }

    private static void update(String change, Object... values) {
        QuarkusTransaction.requiringNew().run(() -> Member.update(change, values));
    }
}
