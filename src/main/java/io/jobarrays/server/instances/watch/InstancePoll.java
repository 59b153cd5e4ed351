package io.jobarrays.server.instances.watch;

import static java.util.stream.Collectors.toMap;

import io.jobarrays.contract.Tags;
import io.jobarrays.server.instances.ControlPlaneId;
import io.jobarrays.server.instances.ec2.Ec2Calls;
import io.jobarrays.server.instances.rows.Instance;
import io.jobarrays.server.instances.rows.InstanceState;
import io.jobarrays.server.instances.rows.InstanceUpdate;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** Poll of all instances of this control plane; updates their rows and fires changes. */
@ApplicationScoped
public class InstancePoll {
    /** Filtered reads may lack a new instance for seconds, because EC2 is eventually consistent. */
    private static final Duration LISTING_DELAY = Duration.ofSeconds(30);

    /** An instance counts as terminated when no read by id has found it for this long. */
    static final Duration MISSING_UNTIL_TERMINATED = Duration.ofMinutes(1);

    private final Ec2Calls ec2Calls;
    private final ControlPlaneId controlPlane;
    private final Event<InstanceChange> changes;
    private final Clock clock;
    private final Map<String, Instant> missingSince = new ConcurrentHashMap<>();

    InstancePoll(
            Ec2Calls ec2Calls,
            ControlPlaneId controlPlane,
            Event<InstanceChange> changes,
            Clock clock) {
        this.ec2Calls = ec2Calls;
        this.controlPlane = controlPlane;
        this.changes = changes;
        this.clock = clock;
    }

    /**
     * Polls once.
     *
     * @return ids of live instances with the tag of this control plane and without a row
     */
    public Set<String> poll() {
        Map<String, software.amazon.awssdk.services.ec2.model.Instance> seen =
                ec2Calls.listByTag(Tags.OWNER, controlPlane.id()).stream()
                        .collect(toMap(i -> i.instanceId(), Function.identity(), (a, b) -> b));
        Set<String> changed = new HashSet<>();
        QuarkusTransaction.requiringNew().run(() -> update(seen, changed));
        changed.forEach(arrayId -> changes.fire(new InstanceChange(arrayId)));
        return QuarkusTransaction.requiringNew().call(() -> orphans(seen));
    }

    /** Whether an instance is in a transitional state, so that the next poll should be soon. */
    public boolean hasInstanceInTransition() {
        return QuarkusTransaction.requiringNew()
                .call(
                        () ->
                                Instance.count(
                                                "state in ?1",
                                                List.of(
                                                        InstanceState.PENDING,
                                                        InstanceState.STOPPING,
                                                        InstanceState.SHUTTING_DOWN))
                                        > 0);
    }

    private void update(
            Map<String, software.amazon.awssdk.services.ec2.model.Instance> seen,
            Set<String> changed) {
        for (Instance row : Instance.alive()) {
            var described = seen.get(row.instanceId);
            if (described == null
                    && row.launchedAt.isBefore(clock.instant().minus(LISTING_DELAY))) {
                described = ec2Calls.find(row.instanceId).orElse(null);
                if (described == null && isMissingLongEnough(row.instanceId)) {
                    row.markMissing(clock.instant());
                    changed.add(row.arrayId);
                }
            }
            if (described != null) {
                missingSince.remove(row.instanceId);
            }
            if (described != null && InstanceUpdate.apply(row, described, clock.instant())) {
                changed.add(row.arrayId);
            }
        }
    }

    /** A single read may lack an existing instance, because EC2 is eventually consistent. */
    private boolean isMissingLongEnough(String instanceId) {
        Instant now = clock.instant();
        Instant since = missingSince.computeIfAbsent(instanceId, id -> now);
        boolean terminated = !now.isBefore(since.plus(MISSING_UNTIL_TERMINATED));
        if (terminated) {
            missingSince.remove(instanceId);
        }
        return terminated;
    }

    private static Set<String> orphans(
            Map<String, software.amazon.awssdk.services.ec2.model.Instance> seen) {
        Set<String> orphans = new HashSet<>();
        seen.forEach(
                (id, instance) -> {
                    boolean live = !InstanceState.of(instance.state().nameAsString()).isEnding();
                    if (live && Instance.findById(id) == null) {
                        orphans.add(id);
                    }
                });
        return orphans;
    }
}
