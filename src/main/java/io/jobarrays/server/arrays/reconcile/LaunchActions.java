package io.jobarrays.server.arrays.reconcile;

import io.jobarrays.contract.Durations;
import io.jobarrays.contract.ExitReason;
import io.jobarrays.contract.IndexSet;
import io.jobarrays.contract.Tags;
import io.jobarrays.server.arrays.plan.Action;
import io.jobarrays.server.arrays.rows.EventLog;
import io.jobarrays.server.arrays.rows.JobArray;
import io.jobarrays.server.arrays.snapshot.ArraySnapshot;
import io.jobarrays.server.arrays.spec.ArraySpec;
import io.jobarrays.server.instances.ControlPlaneId;
import io.jobarrays.server.instances.InstanceTags;
import io.jobarrays.server.instances.launch.InstanceLauncher;
import io.jobarrays.server.instances.launch.LaunchOrder;
import io.jobarrays.server.instances.launch.LaunchResult;
import io.quarkus.narayana.jta.QuarkusTransaction;
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

/** Orders machines for an array and records what came of it. */
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

    /** The same for every instance of the call, so they can be given at birth. */
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

    /** All indexes of one action have the same. */
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
        IndexSet came = IndexSet.of(launched.indexes());
        boolean all = came.equals(action.indexes());
        eventLog.record(
                array.id(),
                all
                        ? "launched " + came
                        : "launched %s of %s, will try again for the rest"
                                .formatted(came, action.indexes()));
        if (!all) {
            remember(
                    array,
                    "InsufficientInstanceCapacity",
                    "EC2 had machines for %d of %d"
                            .formatted(came.size(), action.indexes().size()));
            pause(reconciler);
        }
        Map<Integer, String> names = new HashMap<>();
        array.members().forEach(member -> names.put(member.index(), member.name()));
        tags.tagIndexes(array.id(), names);
    }

    private void notNow(
            LaunchResult.NotNow notNow, ArraySnapshot array, ArrayReconciler reconciler) {
        remember(array, notNow.code(), notNow.sentence());
        if (reconciler.alreadySent.add("launch " + notNow.code())) {
            eventLog.record(array.id(), "not launched yet: " + notNow.sentence());
        }
        pause(reconciler);
    }

    private void never(Action.Launch action, LaunchResult.Never never, ArraySnapshot array) {
        remember(array, never.code(), never.sentence());
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

    private static void remember(ArraySnapshot array, String code, String sentence) {
        QuarkusTransaction.requiringNew()
                .run(
                        () ->
                                JobArray.update(
                                        "launchCode = ?1, launchReason = ?2 where id = ?3",
                                        code,
                                        sentence,
                                        array.id()));
    }

    /** 2 to 4 seconds, so that waiting arrays do not ask in step. */
    private void pause(ArrayReconciler reconciler) {
        reconciler.launchBackoffUntil =
                clock.instant()
                        .plus(Duration.ofMillis(2000 + ThreadLocalRandom.current().nextLong(2000)));
    }
}
