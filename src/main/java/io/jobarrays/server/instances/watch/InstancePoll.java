package io.jobarrays.server.instances.watch;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static java.util.stream.Collectors.toMap;

import io.jobarrays.contract.Tags;
import io.jobarrays.server.instances.ControlPlaneId;
import io.jobarrays.server.instances.UnknownInstances;
import io.jobarrays.server.instances.ec2.InstanceReads;
import io.jobarrays.server.instances.ec2.InstancesById;
import io.jobarrays.server.instances.rows.Instance;
import io.jobarrays.server.instances.rows.InstanceOwner;
import io.jobarrays.server.instances.rows.InstancePollRows;
import io.jobarrays.server.instances.rows.InstanceState;
import io.jobarrays.server.instances.rows.InstanceUpdate;
import io.jobarrays.server.instances.rows.LaunchIntentRows;
import io.jobarrays.server.instances.rows.OwnedInstances;
import io.jobarrays.server.problems.StorageFailure;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Poll of all instances of this control plane; updates their rows and fires changes. No transaction
 * is open during a call.
 */
@ApplicationScoped
public class InstancePoll {
    private static final Logger LOG = Logger.getLogger(InstancePoll.class);

    /** A pending instance that the listing lacks is not read by its id before this age. */
    static final Duration LISTING_DELAY = Duration.ofSeconds(5);

    /**
     * A new instance that EC2 has never described does not count as terminated before this time:
     * AWS advises to repeat reads of it for up to five minutes (Eventual consistency in the Amazon
     * EC2 API, 2025).
     */
    static final Duration LAUNCH_VISIBLE_WITHIN = Duration.ofMinutes(5);

    private final InstanceReads reads;
    private final ControlPlaneId controlPlane;
    private final UnknownInstances unknown;
    private final InstancePollRows rows;
    private final InstanceOwner owner;
    private final LaunchIntentRows intents;
    private final Event<InstanceChange> changes;
    private final Clock clock;

    InstancePoll(
            InstanceReads reads,
            ControlPlaneId controlPlane,
            UnknownInstances unknown,
            InstancePollRows rows,
            InstanceOwner owner,
            LaunchIntentRows intents,
            Event<InstanceChange> changes,
            Clock clock) {
        this.reads = reads;
        this.controlPlane = controlPlane;
        this.unknown = unknown;
        this.rows = rows;
        this.owner = owner;
        this.intents = intents;
        this.changes = changes;
        this.clock = clock;
    }

    /** Polls once. */
    PollResult poll() {
        // Rows first: each of them was launched before EC2 is asked.
        List<Instance> recorded = rows.notTerminated();
        Map<String, software.amazon.awssdk.services.ec2.model.Instance> listed =
                reads.notTerminated(Tags.OWNER, controlPlane.id()).stream()
                        .collect(toMap(i -> i.instanceId(), Function.identity(), (a, b) -> b));
        InstancesById sought = reads.describe(missing(recorded, listed.keySet()));
        Map<String, software.amazon.awssdk.services.ec2.model.Instance> seen =
                new HashMap<>(listed);
        sought.described().forEach(instance -> seen.put(instance.instanceId(), instance));
        unknown.recordRead(
                recorded.stream().map(row -> row.instanceId).toList(),
                seen.keySet(),
                sought.unknown());

        update(recorded, seen, sought.unknown());
        return withoutMember(recorded, listed);
    }

    private List<String> missing(List<Instance> recorded, Set<String> listed) {
        Instant launchedBefore = clock.instant().minus(LISTING_DELAY);
        return recorded.stream()
                .filter(row -> !listed.contains(row.instanceId))
                .filter(
                        row ->
                                row.state != InstanceState.PENDING
                                        || row.launchedAt.isBefore(launchedBefore))
                .map(row -> row.instanceId)
                .toList();
    }

    /** Writes the rows of each array that differ from EC2's answer, in one commit. */
    private void update(
            List<Instance> recorded,
            Map<String, software.amazon.awssdk.services.ec2.model.Instance> seen,
            Set<String> notFound) {
        recorded.stream()
                .filter(row -> differs(row, seen.get(row.instanceId)) || isGone(row, notFound))
                .collect(groupingBy(row -> row.arrayId, mapping(row -> row.instanceId, toList())))
                .forEach((arrayId, ids) -> updateIsolated(arrayId, ids, seen));
    }

    /** One array whose rows are refused does not keep those of the others from being written. */
    private void updateIsolated(
            String arrayId,
            List<String> ids,
            Map<String, software.amazon.awssdk.services.ec2.model.Instance> seen) {
        try {
            update(arrayId, ids, seen);
        } catch (RuntimeException e) {
            if (StorageFailure.of(e).isPresent()) {
                throw e;
            }
            LOG.errorf(e, "array %s: what EC2 says of its instances is not recorded", arrayId);
        }
    }

    private static boolean differs(
            Instance row, software.amazon.awssdk.services.ec2.model.@Nullable Instance described) {
        return described != null && InstanceUpdate.differs(row, described);
    }

    private boolean isGone(Instance row, Set<String> notFound) {
        return notFound.contains(row.instanceId)
                && unknown.isGone(row.instanceId)
                && !maybeNotYetVisible(row);
    }

    private void update(
            String arrayId,
            List<String> ids,
            Map<String, software.amazon.awssdk.services.ec2.model.Instance> seen) {
        Instant now = clock.instant();
        boolean changed = owner.change(arrayId, instances -> observe(instances, ids, seen, now));
        if (changed) {
            changes.fire(new InstanceChange(arrayId));
        }
    }

    /** Whether a row changed. */
    private static boolean observe(
            OwnedInstances instances,
            List<String> ids,
            Map<String, software.amazon.awssdk.services.ec2.model.Instance> seen,
            Instant now) {
        boolean changed = false;
        for (String id : ids) {
            Instance row = instances.find(id).orElse(null);
            changed |= row != null && row.observed(seen.get(id), now);
        }
        return changed;
    }

    private boolean maybeNotYetVisible(Instance row) {
        return row.state == InstanceState.PENDING
                && clock.instant().isBefore(row.launchedAt.plus(LAUNCH_VISIBLE_WITHIN));
    }

    /** Live instances with the tag of this control plane that no member has. */
    private PollResult withoutMember(
            List<Instance> recorded,
            Map<String, software.amazon.awssdk.services.ec2.model.Instance> listed) {
        Map<String, software.amazon.awssdk.services.ec2.model.Instance> live =
                new HashMap<>(listed);
        recorded.forEach(row -> live.remove(row.instanceId));
        live.values().removeIf(it -> InstanceState.of(it.state().nameAsString()).isEnding());
        if (live.isEmpty()) {
            return new PollResult(List.of(), List.of());
        }
        // In this order: a launch is closed in the transaction that inserts its rows.
        LaunchesInFlight inFlight = LaunchesInFlight.of(intents.allOpen());
        Map<String, InstanceState> states = rows.states(live.keySet());
        return new PollResult(
                live.values().stream()
                        .filter(instance -> !states.containsKey(instance.instanceId()))
                        .filter(instance -> !inFlight.explain(instance))
                        .toList(),
                live.keySet().stream()
                        .filter(id -> states.get(id) == InstanceState.TERMINATED)
                        .toList());
    }
}
