package io.jobarrays.server.arrays.reconcile;

import io.jobarrays.contract.IndexSet;
import io.jobarrays.server.arrays.owner.ArrayOwners;
import io.jobarrays.server.arrays.owner.OwnedArray;
import io.jobarrays.server.arrays.plan.Action;
import io.jobarrays.server.arrays.plan.HandoverPolicy;
import io.jobarrays.server.arrays.rows.ArrayCreation;
import io.jobarrays.server.arrays.rows.DesiredPower;
import io.jobarrays.server.arrays.snapshot.ArraySnapshot;
import io.jobarrays.server.arrays.snapshot.MemberSnapshot;
import io.jobarrays.server.dns.DnsPublisher;
import io.jobarrays.server.failpoints.Failpoint;
import io.jobarrays.server.failpoints.Failpoints;
import io.jobarrays.server.instances.rows.Instance;
import io.jobarrays.server.instances.rows.InstanceRows;
import io.jobarrays.server.instances.watch.InstanceChange;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Hands instances from the arrays of earlier stages to the one that runs on them. An instance
 * belongs to one array at any time: the commit of its former owner moves it, and the new owner
 * finds it in the rows if a crash comes in between. Its agent goes on as the new member.
 */
@ApplicationScoped
class MachineHandover {
    private static final Duration MAX_START_WAIT = Duration.ofMinutes(2);

    private final ArrayOwners owners;
    private final InstanceRows instances;
    private final DnsPublisher dns;
    private final Event<InstanceChange> changes;

    MachineHandover(
            ArrayOwners owners,
            InstanceRows instances,
            DnsPublisher dns,
            Event<InstanceChange> changes) {
        this.owners = owners;
        this.instances = instances;
        this.dns = dns;
        this.changes = changes;
    }

    /**
     * What arrays have given.
     *
     * @param peers newest generation of peers that the agents have
     * @param deadlines by instance
     */
    private record Given(int peers, Map<String, Instant> deadlines) {}

    /**
     * Takes over what the earlier arrays have, of each index the machine that ran last; the others
     * are launched afterwards.
     */
    void takeMachines(ArraySnapshot array) {
        List<String> sources = owners.call(array.id(), it -> it.row().machineSources());
        if (sources.stream().anyMatch(source -> isStarting(source, array))) {
            // The next plan asks again.
            return;
        }
        Given given = new Given(0, Map.of());
        for (String source : sources.reversed()) {
            dns.transfer(source, array.id());
            IndexSet had = indexes(instances.ofArray(array.id()));
            given = with(given, owners.call(source, it -> give(it, array, had)));
            Failpoints.reach(Failpoint.MACHINES_AFTER_GIVEN);
        }
        // From the rows: a commit whose answer was lost may have been written all the same.
        List<Instance> rows = instances.ofArray(array.id());
        Given all = given;
        owners.run(array.id(), it -> take(it, rows, all));
        // The connections of the agents are those of their former members.
        sources.forEach(source -> changes.fire(new InstanceChange(source)));
    }

    /** A machine that a user has just started is waited for, instead of launching another one. */
    private boolean isStarting(String source, ArraySnapshot taker) {
        return owners.call(
                source,
                it ->
                        it.snapshot().members().stream()
                                .filter(member -> taker.spec().indexes().contains(member.index()))
                                .map(MemberSnapshot::lifecycle)
                                .anyMatch(
                                        life ->
                                                life.desiredPower() == DesiredPower.STARTING
                                                        && !life.powerRequestedLongerAgoThan(
                                                                MAX_START_WAIT, it.now())));
    }

    private static Given with(Given before, Given next) {
        Map<String, Instant> deadlines = new HashMap<>(before.deadlines());
        deadlines.putAll(next.deadlines());
        return new Given(Math.max(before.peers(), next.peers()), deadlines);
    }

    /** Gives machines of indexes that have ended to others of the array, as it is planned now. */
    void reuseMachines(ArraySnapshot array) {
        owners.run(
                array.id(),
                it ->
                        PlannedNow.action(Action.ReuseMachines.class, array, it)
                                .ifPresent(reuse -> reuse(it, array, reuse)));
        changes.fire(new InstanceChange(array.id()));
    }

    private static void reuse(OwnedArray owned, ArraySnapshot array, Action.ReuseMachines reuse) {
        Instant deadline = ArrayCreation.ttlDeadline(array.spec(), owned.now());
        for (int i = 0; i < reuse.from().size(); i++) {
            int from = reuse.from().get(i);
            int to = reuse.to().get(i);
            Instance instance = Objects.requireNonNull(owned.instances().newest(from));
            owned.instances().reassign(instance, to);
            owned.member(from).passedOn(instance.instanceId);
            owned.member(to).takeTurn(owned.now(), deadline);
            owned.event(to, "runs on %s, the machine of [%d]".formatted(instance.instanceId, from));
        }
    }

    /** What later stages need of the others stays. */
    private static Given give(OwnedArray source, ArraySnapshot taker, IndexSet had) {
        Map<String, Instant> deadlines = new HashMap<>();
        List<Integer> given = new ArrayList<>();
        for (MemberSnapshot member : source.snapshot().members()) {
            int index = member.index();
            if (taker.spec().indexes().contains(index)
                    && !had.contains(index)
                    && HandoverPolicy.mayBeGiven(member)) {
                Instance instance = Objects.requireNonNull(source.instances().newest(index));
                source.instances().passOn(instance, taker.id());
                source.member(index).passedOn(instance.instanceId);
                Optional.ofNullable(member.lifecycle().deadline())
                        .ifPresent(deadline -> deadlines.put(instance.instanceId, deadline));
                given.add(index);
            }
        }
        if (!given.isEmpty()) {
            source.event(
                    "the machines of %s run %s now"
                            .formatted(IndexSet.of(given), taker.spec().name()));
        }
        source.row().keepMachines(without(taker.keptMachines(), taker.spec().indexes()));
        return new Given(source.row().peersGeneration, deadlines);
    }

    private static IndexSet without(IndexSet all, IndexSet some) {
        return IndexSet.of(all.stream().filter(index -> !some.contains(index)).boxed().toList());
    }

    private static void take(OwnedArray taker, List<Instance> rows, Given given) {
        rows.forEach(taker.instances()::take);
        List<Instance> taken =
                taker.instances().all().stream().filter(Instance::isReassigned).toList();
        taken.forEach(instance -> taker.member(instance.index).tookOver(deadline(instance, given)));
        taker.row().machinesTaken(given.peers());
        IndexSet had = indexes(taken);
        IndexSet lacking = taker.snapshot().indexes(member -> !had.contains(member.index()));
        if (!had.isEmpty()) {
            taker.event("%s run on machines of the stage before".formatted(had));
        }
        if (!lacking.isEmpty()) {
            taker.event(
                    "%s: no machine is left of the stage before; others are launched, without its files"
                            .formatted(lacking));
        }
    }

    /** That of the member which had it, or, after a crash, the one that EC2 has. */
    private static @Nullable Instant deadline(Instance instance, Given given) {
        return given.deadlines().getOrDefault(instance.instanceId, instance.deadlineTag);
    }

    private static IndexSet indexes(List<Instance> instances) {
        return IndexSet.of(instances.stream().map(instance -> instance.index).toList());
    }
}
