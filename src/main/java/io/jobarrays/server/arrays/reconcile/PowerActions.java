package io.jobarrays.server.arrays.reconcile;

import io.jobarrays.contract.IndexSet;
import io.jobarrays.contract.messages.AgentMessage;
import io.jobarrays.server.agents.ConnectedAgents;
import io.jobarrays.server.arrays.owner.ArrayOwners;
import io.jobarrays.server.arrays.owner.OwnedArray;
import io.jobarrays.server.arrays.plan.Action;
import io.jobarrays.server.arrays.rows.MemberPower;
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
import java.util.Set;
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
    private final ArrayOwners owners;
    private final Clock clock;

    PowerActions(
            InstancePower power,
            PeerListBuilder peerLists,
            ConnectedAgents agents,
            InstanceTags tags,
            InstanceWatcher watcher,
            ArrayOwners owners,
            Clock clock) {
        this.power = power;
        this.peerLists = peerLists;
        this.agents = agents;
        this.tags = tags;
        this.watcher = watcher;
        this.owners = owners;
        this.clock = clock;
    }

    /** The row is written before the message is sent, so that no deadline passes in between. */
    void pauseDeadline(ArraySnapshot array, IndexSet members, ArrayReconciler reconciler) {
        pauseDeadlines(array, members);
        for (MemberSnapshot member : live(array, members).toList()) {
            Duration left = remaining(member);
            AgentMessage.Pause message =
                    new AgentMessage.Pause(left == null ? null : left.toSeconds());
            peerLists
                    .assignment(array, member)
                    .ifPresent(
                            assignment ->
                                    reconciler.sendOnce(
                                            assignment.instanceId(),
                                            "pause " + member.lifecycle().powerRequestedAt(),
                                            () -> agents.send(assignment, message)));
        }
    }

    void stopInstances(ArraySnapshot array, Action.StopInstances stop, ArrayReconciler reconciler) {
        pauseDeadlines(array, stop.members());
        List<String> due = reconciler.stopBackoff.due(ids(array, stop.members()));
        if (due.isEmpty()) {
            return;
        }
        BulkResult result = power.stop(array.id(), due, stop.hibernate());
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
        deadlines.forEach(
                (deadline, ids) -> untagged.putAll(tags.tagDeadline(array.id(), ids, deadline)));
        List<String> startable = new ArrayList<>(due);
        startable.removeAll(untagged.keySet());
        BulkResult result = power.start(array.id(), startable).withRefused(untagged);
        reconciler.startBackoff.record(result);
        Set<String> started = Set.copyOf(result.done());
        owners.run(
                array.id(),
                it ->
                        live(array, members)
                                .filter(member -> started.contains(id(member)))
                                .forEach(member -> resumeDeadline(it, member, now)));
        record(array, members, result, "starting");
    }

    /** A start requested during a stop may find the deadline paused in the row or at the agent. */
    void recordStarted(ArraySnapshot array, IndexSet members) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        owners.run(
                array.id(),
                it -> {
                    live(array, members).forEach(member -> resumeDeadline(it, member, now));
                    it.each(members, member -> member.power(MemberPower::started));
                    it.event("%s are running again".formatted(members));
                });
        live(array, members).forEach(member -> sendDeadline(array, member, now));
    }

    private void sendDeadline(ArraySnapshot array, MemberSnapshot member, Instant now) {
        Duration left = member.lifecycle().ttlRemaining();
        Instant deadline = left == null ? member.lifecycle().deadline() : now.plus(left);
        if (deadline != null) {
            AgentMessage.Deadline message =
                    new AgentMessage.Deadline(deadline.toString(), now.toString());
            peerLists
                    .assignment(array, member)
                    .ifPresent(assignment -> agents.send(assignment, message));
        }
    }

    void recordExternalStop(ArraySnapshot array, IndexSet members) {
        owners.run(
                array.id(),
                it -> {
                    pauseDeadlines(it, array, members);
                    it.each(
                            members,
                            member -> member.power(power -> power.stoppedExternally(it.now())));
                    it.event("%s were stopped, not by this control plane".formatted(members));
                });
    }

    private void record(ArraySnapshot array, IndexSet members, BulkResult result, String state) {
        watcher.pollSoon();
        IndexSet done = array.indexes(m -> m.instance() != null && result.done().contains(id(m)));
        owners.run(
                array.id(),
                it -> {
                    if (!done.isEmpty()) {
                        it.event("%s are %s".formatted(done, state));
                    }
                    live(array, members).forEach(member -> recordRefusal(it, member, result));
                });
    }

    private static void recordRefusal(OwnedArray array, MemberSnapshot member, BulkResult result) {
        String reason = result.refused().get(id(member));
        if (reason != null && !reason.equals(member.lifecycle().powerReason())) {
            array.member(member.index()).power(power -> power.refused(reason));
            array.event(member.index(), reason);
        }
    }

    private void pauseDeadlines(ArraySnapshot array, IndexSet members) {
        owners.run(array.id(), it -> pauseDeadlines(it, array, members));
    }

    private static void pauseDeadlines(OwnedArray owned, ArraySnapshot array, IndexSet members) {
        for (MemberSnapshot member : live(array, members).toList()) {
            // The row's own deadline: a verb may have extended it since the plan.
            owned.member(member.index()).power(power -> power.pauseDeadline(owned.now()));
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

    private static void resumeDeadline(OwnedArray array, MemberSnapshot member, Instant now) {
        array.member(member.index()).power(power -> power.resumeDeadline(now));
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
