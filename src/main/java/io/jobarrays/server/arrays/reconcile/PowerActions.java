package io.jobarrays.server.arrays.reconcile;

import io.jobarrays.contract.AgentMessage;
import io.jobarrays.contract.IndexSet;
import io.jobarrays.server.agents.ConnectedAgents;
import io.jobarrays.server.arrays.plan.Action;
import io.jobarrays.server.arrays.rows.DesiredPower;
import io.jobarrays.server.arrays.rows.EventLog;
import io.jobarrays.server.arrays.rows.Member;
import io.jobarrays.server.arrays.snapshot.ArraySnapshot;
import io.jobarrays.server.arrays.snapshot.MemberSnapshot;
import io.jobarrays.server.arrays.snapshot.PeerListBuilder;
import io.jobarrays.server.instances.InstancePower;
import io.jobarrays.server.instances.InstanceTags;
import io.jobarrays.server.instances.ec2.BulkResult;
import io.jobarrays.server.instances.watch.InstanceWatcher;
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
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Stops, hibernates and starts machines, and rests their deadlines meanwhile. */
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

    /**
     * What is left is on record before the agent hears of it: nobody's deadline passes meanwhile.
     */
    void pauseDeadline(ArraySnapshot array, IndexSet members, ArrayReconciler reconciler) {
        for (MemberSnapshot member : members(array, members).toList()) {
            Duration left = remaining(member);
            rest(array.id(), member.index(), left);
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

    void stopInstances(ArraySnapshot array, Action.StopInstances off) {
        members(array, off.members()).forEach(s -> rest(array.id(), s.index(), remaining(s)));
        BulkResult result = power.stop(ids(array, off.members()), off.hibernate());
        tell(array, off.members(), result, off.hibernate() ? "hibernating" : "stopping");
    }

    /**
     * Tags first: a machine must not find its deadline in the past. On record it runs only once EC2
     * has taken the start: a machine that stays off is not ended for it.
     */
    void startInstances(ArraySnapshot array, IndexSet members, ArrayReconciler reconciler) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        if (now.isBefore(reconciler.launchBackoffUntil)) {
            return;
        }
        Map<Instant, List<String>> deadlines = new TreeMap<>();
        for (MemberSnapshot member : members(array, members).toList()) {
            Duration left = member.lifecycle().ttlRemaining();
            if (left != null) {
                deadlines.computeIfAbsent(now.plus(left), d -> new ArrayList<>()).add(id(member));
            }
        }
        deadlines.forEach((deadline, ids) -> tags.tagDeadline(ids, deadline));
        BulkResult result = power.start(ids(array, members));
        members(array, members)
                .filter(member -> result.done().contains(id(member)))
                .forEach(member -> run(array.id(), member, now));
        if (!result.refused().isEmpty()) {
            reconciler.launchBackoffUntil = now.plusSeconds(5);
        }
        tell(array, members, result, "starting");
    }

    /**
     * A start that came before the stop was done finds the deadline still resting, on record or
     * with the agent.
     */
    void recordStarted(ArraySnapshot array, IndexSet members) {
        for (MemberSnapshot member : members(array, members).toList()) {
            Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
            Instant deadline = run(array.id(), member, now);
            if (deadline != null) {
                AgentMessage.Deadline message =
                        new AgentMessage.Deadline(deadline.toString(), now.toString());
                peerLists
                        .assignment(array, member)
                        .ifPresent(assignment -> agents.send(assignment, message));
            }
        }
        update(
                "power = ?1, powerReason = null, paused = false, halted = false"
                        + " where arrayId = ?2 and index in ?3 and power = ?4",
                DesiredPower.RUNNING,
                array.id(),
                members.toList(),
                DesiredPower.STARTING);
        eventLog.record(array.id(), "%s run again".formatted(members));
    }

    void recordExternalStop(ArraySnapshot array, IndexSet members) {
        for (MemberSnapshot member : members(array, members).toList()) {
            rest(array.id(), member.index(), remaining(member));
        }
        update(
                "power = ?1, powerAt = ?2 where arrayId = ?3 and index in ?4 and power = ?5",
                DesiredPower.STOPPED,
                clock.instant(),
                array.id(),
                members.toList(),
                DesiredPower.RUNNING);
        eventLog.record(
                array.id(), "%s were stopped, not by this control plane".formatted(members));
    }

    private void tell(ArraySnapshot array, IndexSet members, BulkResult result, String doing) {
        watcher.pollSoon();
        if (!result.done().isEmpty()) {
            IndexSet done =
                    array.indexes(s -> s.instance() != null && result.done().contains(id(s)));
            eventLog.record(array.id(), "%s are %s".formatted(done, doing));
        }
        for (MemberSnapshot member : members(array, members).toList()) {
            String why = result.refused().get(id(member));
            if (why != null && !why.equals(member.lifecycle().powerReason())) {
                update(
                        "powerReason = ?1 where arrayId = ?2 and index = ?3",
                        why,
                        array.id(),
                        member.index());
                eventLog.record(array.id(), member.index(), why);
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

    private static void rest(String arrayId, int index, @Nullable Duration left) {
        if (left != null) {
            update(
                    "ttlRemaining = ?1, ttlDeadline = null, deadlineStored = null where arrayId ="
                            + " ?2 and index = ?3 and ttlDeadline is not null",
                    left.toSeconds(),
                    arrayId,
                    index);
        }
    }

    /** The deadline that runs now; null without TTL. */
    private static @Nullable Instant run(String arrayId, MemberSnapshot member, Instant now) {
        Duration left = member.lifecycle().ttlRemaining();
        if (left == null) {
            return member.lifecycle().deadline();
        }
        Instant deadline = now.plus(left);
        update(
                "ttlDeadline = ?1, ttlRemaining = null where arrayId = ?2 and index = ?3"
                        + " and ttlDeadline is null",
                deadline,
                arrayId,
                member.index());
        return deadline;
    }

    private static void update(String change, @Nullable Object... values) {
        QuarkusTransaction.requiringNew().run(() -> Member.update(change, values));
    }

    private static Stream<MemberSnapshot> members(ArraySnapshot array, IndexSet members) {
        return array.members().stream()
                .filter(member -> members.contains(member.index()) && member.hasLiveInstance());
    }

    private static List<String> ids(ArraySnapshot array, IndexSet members) {
        return members(array, members).map(PowerActions::id).toList();
    }

    private static String id(MemberSnapshot member) {
        return Objects.requireNonNull(member.instance()).instanceId();
    }
}
