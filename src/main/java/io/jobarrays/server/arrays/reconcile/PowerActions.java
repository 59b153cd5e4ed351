package io.jobarrays.server.arrays.reconcile;

import io.jobarrays.contract.AgentMessage;
import io.jobarrays.contract.IndexSet;
import io.jobarrays.server.agents.ConnectedAgents;
import io.jobarrays.server.arrays.events.EventLog;
import io.jobarrays.server.arrays.plan.Action;
import io.jobarrays.server.arrays.rows.MemberDeadlineRows;
import io.jobarrays.server.arrays.rows.MemberPowerRows;
import io.jobarrays.server.arrays.snapshot.ArraySnapshot;
import io.jobarrays.server.arrays.snapshot.MemberSnapshot;
import io.jobarrays.server.arrays.snapshot.PeerListBuilder;
import io.jobarrays.server.instances.InstancePower;
import io.jobarrays.server.instances.InstanceTags;
import io.jobarrays.server.instances.ec2.BulkResult;
import io.jobarrays.server.instances.watch.InstanceWatcher;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Stops, hibernates and starts instances; their deadlines are paused while they are off. */
@ApplicationScoped
class PowerActions {
    private final InstancePower power;
    private final PeerListBuilder peerLists;
    private final ConnectedAgents agents;
    private final InstanceTags tags;
    private final InstanceWatcher watcher;
    private final EventLog eventLog;
    private final Clock clock;

    PowerActions(
            InstancePower power,
            PeerListBuilder peerLists,
            ConnectedAgents agents,
            InstanceTags tags,
            InstanceWatcher watcher,
            EventLog eventLog,
            Clock clock) {
        this.power = power;
        this.peerLists = peerLists;
        this.agents = agents;
        this.tags = tags;
        this.watcher = watcher;
        this.eventLog = eventLog;
        this.clock = clock;
    }

    /** The row is written before the message is sent, so that no deadline passes in between. */
    void pauseDeadline(ArraySnapshot array, IndexSet members, ArrayReconciler reconciler) {
        for (MemberSnapshot member : live(array, members).toList()) {
            Duration left = remaining(member);
            pauseDeadline(array.id(), member.index(), left);
            AgentMessage.Pause message =
                    new AgentMessage.Pause(left == null ? null : left.toSeconds());
            peerLists
                    .assignment(array, member)
                    .ifPresent(
                            assignment ->
                                    reconciler.sendOnce(
                                            "pause %s %s"
                                                    .formatted(
                                                            member.lifecycle().powerRequestedAt(),
                                                            assignment.instanceId()),
                                            () -> agents.send(assignment, message)));
        }
    }

    void stopInstances(ArraySnapshot array, Action.StopInstances stop, ArrayReconciler reconciler) {
        live(array, stop.members())
                .forEach(m -> pauseDeadline(array.id(), m.index(), remaining(m)));
        List<String> due = reconciler.stopBackoff.due(ids(array, stop.members()));
        if (due.isEmpty()) {
            return;
        }
        BulkResult result = power.stop(due, stop.hibernate());
        reconciler.stopBackoff.record(result);
        record(array, stop.members(), result, stop.hibernate() ? "hibernating" : "stopping");
    }

    /**
     * The tag is written first, so that a starting instance does not read a deadline in the past.
     * The row is written after EC2 accepted the start: an instance that stays off must not be
     * terminated for its deadline.
     */
    void startInstances(ArraySnapshot array, IndexSet members, ArrayReconciler reconciler) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        List<String> due = reconciler.startBackoff.due(ids(array, members));
        if (due.isEmpty()) {
            return;
        }
        Map<Instant, List<String>> deadlines = new TreeMap<>();
        for (MemberSnapshot member : live(array, members).toList()) {
            Duration left = member.lifecycle().ttlRemaining();
            if (left != null && due.contains(id(member))) {
                deadlines.computeIfAbsent(now.plus(left), d -> new ArrayList<>()).add(id(member));
            }
        }
        Map<String, String> untagged = new HashMap<>();
        deadlines.forEach((deadline, ids) -> untagged.putAll(tags.tagDeadline(ids, deadline)));
        List<String> startable = new ArrayList<>(due);
        startable.removeAll(untagged.keySet());
        BulkResult result = power.start(startable).withRefused(untagged);
        reconciler.startBackoff.record(result);
        live(array, members)
                .filter(member -> result.done().contains(id(member)))
                .forEach(member -> resumeDeadline(array.id(), member, now));
        record(array, members, result, "starting");
    }

    /** A start requested during a stop may find the deadline paused in the row or at the agent. */
    void recordStarted(ArraySnapshot array, IndexSet members) {
        for (MemberSnapshot member : live(array, members).toList()) {
            Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
            Instant deadline = resumeDeadline(array.id(), member, now);
            if (deadline != null) {
                AgentMessage.Deadline message =
                        new AgentMessage.Deadline(deadline.toString(), now.toString());
                peerLists
                        .assignment(array, member)
                        .ifPresent(assignment -> agents.send(assignment, message));
            }
        }
        MemberPowerRows.started(array.id(), members.toList());
        eventLog.record(array.id(), "%s are running again".formatted(members));
    }

    void recordExternalStop(ArraySnapshot array, IndexSet members) {
        for (MemberSnapshot member : live(array, members).toList()) {
            pauseDeadline(array.id(), member.index(), remaining(member));
        }
        MemberPowerRows.stoppedExternally(array.id(), members.toList(), clock.instant());
        eventLog.record(
                array.id(), "%s were stopped, not by this control plane".formatted(members));
    }

    private void record(ArraySnapshot array, IndexSet members, BulkResult result, String state) {
        watcher.pollSoon();
        if (!result.done().isEmpty()) {
            IndexSet done =
                    array.indexes(m -> m.instance() != null && result.done().contains(id(m)));
            eventLog.record(array.id(), "%s are %s".formatted(done, state));
        }
        for (MemberSnapshot member : live(array, members).toList()) {
            String reason = result.refused().get(id(member));
            if (reason != null && !reason.equals(member.lifecycle().powerReason())) {
                MemberPowerRows.refused(array.id(), member.index(), reason);
                eventLog.record(array.id(), member.index(), reason);
            }
        }
    }

    private @Nullable Duration remaining(MemberSnapshot member) {
        Instant deadline = member.lifecycle().deadline();
        if (deadline == null) {
            return member.lifecycle().ttlRemaining();
        }
        Duration left = Duration.between(clock.instant(), deadline);
        return left.isPositive() ? left : Duration.ofSeconds(1);
    }

    private static void pauseDeadline(String arrayId, int index, @Nullable Duration left) {
        if (left != null) {
            MemberDeadlineRows.pause(arrayId, index, left);
        }
    }

    /** The deadline from now on; null without TTL. */
    private static @Nullable Instant resumeDeadline(
            String arrayId, MemberSnapshot member, Instant now) {
        Duration left = member.lifecycle().ttlRemaining();
        if (left == null) {
            return member.lifecycle().deadline();
        }
        Instant deadline = now.plus(left);
        MemberDeadlineRows.resume(arrayId, member.index(), deadline);
        return deadline;
    }

    private static Stream<MemberSnapshot> live(ArraySnapshot array, IndexSet members) {
        return array.members().stream()
                .filter(member -> members.contains(member.index()) && member.hasLiveInstance());
    }

    private static List<String> ids(ArraySnapshot array, IndexSet members) {
        return live(array, members).map(PowerActions::id).toList();
    }

    private static String id(MemberSnapshot member) {
        return Objects.requireNonNull(member.instance()).instanceId();
    }
}
