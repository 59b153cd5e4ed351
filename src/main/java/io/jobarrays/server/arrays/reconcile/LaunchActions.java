package io.jobarrays.server.arrays.reconcile;

import io.jobarrays.contract.Durations;
import io.jobarrays.contract.ExitReason;
import io.jobarrays.contract.IndexSet;
import io.jobarrays.contract.Tags;
import io.jobarrays.server.arrays.events.EventLog;
import io.jobarrays.server.arrays.plan.Action;
import io.jobarrays.server.arrays.rows.ArrayRows;
import io.jobarrays.server.arrays.snapshot.ArraySnapshot;
import io.jobarrays.server.arrays.spec.ArraySpec;
import io.jobarrays.server.aws.AwsErrorCodes;
import io.jobarrays.server.instances.ControlPlaneId;
import io.jobarrays.server.instances.InstanceTags;
import io.jobarrays.server.instances.launch.InstanceLauncher;
import io.jobarrays.server.instances.launch.LaunchOrder;
import io.jobarrays.server.instances.launch.LaunchResult;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** Launches instances of an array and records the result. */
@ApplicationScoped
class LaunchActions {
    private final InstanceLauncher launcher;
    private final InstanceTags tags;
    private final ControlPlaneId controlPlane;
    private final AttemptActions attempts;
    private final EventLog eventLog;
    private final Clock clock;

    LaunchActions(
            InstanceLauncher launcher,
            InstanceTags tags,
            ControlPlaneId controlPlane,
            AttemptActions attempts,
            EventLog eventLog,
            Clock clock) {
        this.launcher = launcher;
        this.tags = tags;
        this.controlPlane = controlPlane;
        this.attempts = attempts;
        this.eventLog = eventLog;
        this.clock = clock;
    }

    void resolveIntents(ArraySnapshot array) {
        launcher.replayOpenIntents(array.id());
    }

    void launch(Action.Launch action, ArraySnapshot array, ArrayReconciler reconciler) {
        switch (launcher.launch(order(action, array))) {
            case LaunchResult.Launched launched -> launched(action, launched, array, reconciler);
            case LaunchResult.NotNow notNow -> notNow(notNow, array, reconciler);
            case LaunchResult.Never never -> never(action, never, array);
        }
    }

    private LaunchOrder order(Action.Launch action, ArraySnapshot array) {
        ArraySpec spec = array.spec();
        Instant deadline = deadline(array, action.indexes());
        return new LaunchOrder(
                array.id(),
                spec.name().value(),
                array.size(),
                action.attempt(),
                action.indexes(),
                action.allOrNothing(),
                spec.machine(),
                deadline == null ? "" : deadline.toString(),
                tags(array, action.indexes(), deadline));
    }

    /** Tags shared by all instances of the call, so EC2 sets them at launch. */
    private Map<String, String> tags(
            ArraySnapshot array, IndexSet indexes, @Nullable Instant deadline) {
        ArraySpec spec = array.spec();
        Map<String, String> tags = new LinkedHashMap<>();
        tags.put(Tags.MANAGED, "true");
        tags.put(Tags.JOB_ARRAY_ID, array.id());
        tags.put(Tags.JOB_ARRAY_NAME, spec.name().value());
        tags.put(Tags.JOB_ARRAY_SIZE, "" + array.size());
        tags.put(Tags.OWNER, controlPlane.id());
        tags.put(Tags.LAUNCH, array.id() + "," + indexes.toList().getFirst());
        if (spec.ttl() != null) {
            tags.put(Tags.TTL, Durations.format(spec.ttl()));
        }
        if (deadline != null) {
            tags.put(Tags.TTL_DEADLINE, deadline.toString());
        }
        Duration idle = spec.idle().timeout();
        if (idle != null) {
            tags.put(Tags.IDLE_TIMEOUT, Durations.format(idle));
        }
        if (array.dnsLabel() != null) {
            tags.put(Tags.DNS_NAME, array.dnsLabel());
        }
        return tags;
    }

    /** All members of one action have the same deadline. */
    private static @Nullable Instant deadline(ArraySnapshot array, IndexSet indexes) {
        return array.members().stream()
                .filter(member -> indexes.contains(member.index()))
                .map(member -> Optional.ofNullable(member.lifecycle().deadline()))
                .findFirst()
                .flatMap(found -> found)
                .orElse(null);
    }

    private void launched(
            Action.Launch action,
            LaunchResult.Launched launched,
            ArraySnapshot array,
            ArrayReconciler reconciler) {
        IndexSet indexes = IndexSet.of(launched.indexes());
        boolean all = indexes.equals(action.indexes());
        eventLog.record(
                array.id(),
                all
                        ? "launched " + indexes
                        : "launched %s of %s, the rest is retried"
                                .formatted(indexes, action.indexes()));
        if (!all) {
            ArrayRows.launchFailed(
                    array.id(),
                    AwsErrorCodes.INSUFFICIENT_INSTANCE_CAPACITY,
                    "EC2 had capacity for %d of %d instances"
                            .formatted(indexes.size(), action.indexes().size()));
            backOff(reconciler);
        }
        tagNames(array);
    }

    private void tagNames(ArraySnapshot array) {
        Map<Integer, String> names = new HashMap<>();
        array.members().forEach(member -> names.put(member.index(), member.name()));
        tags.tagIndexes(array.id(), names);
    }

    private void notNow(
            LaunchResult.NotNow notNow, ArraySnapshot array, ArrayReconciler reconciler) {
        ArrayRows.launchFailed(array.id(), notNow.code(), notNow.sentence());
        if (reconciler.alreadySent.add("launch " + notNow.code())) {
            eventLog.record(array.id(), "not launched yet: " + notNow.sentence());
        }
        backOff(reconciler);
    }

    private void never(Action.Launch action, LaunchResult.Never never, ArraySnapshot array) {
        ArrayRows.launchFailed(array.id(), never.code(), never.sentence());
        eventLog.record(array.id(), "not launched: " + never.sentence());
        array.members().stream()
                .filter(member -> action.indexes().contains(member.index()))
                .forEach(
                        member ->
                                attempts.end(
                                        array,
                                        member,
                                        new ExitReason.LaunchFailed(never.code()),
                                        never.sentence()));
    }

    /** 2 to 4 seconds: the jitter spreads the EC2 calls of waiting arrays. */
    private void backOff(ArrayReconciler reconciler) {
        reconciler.launchBackoffUntil =
                clock.instant()
                        .plus(Duration.ofMillis(2000 + ThreadLocalRandom.current().nextLong(2000)));
    }
}
