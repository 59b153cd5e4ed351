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

/** Reads what EC2 says of all our instances at once; nobody else polls. */
@ApplicationScoped
public class InstancePoll {
    /** A new instance may be missing from filtered reads for seconds. */
    private static final Duration LISTING_DELAY = Duration.ofSeconds(30);

    /** "Gone" needs that all answers by id said so for this long, however often we asked. */
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
     * One look.
     *
     * @return ids that carry our mark, live, and stand in no row of ours
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

    /** Whether something is on its way between states, so that the next look should come soon. */
    public boolean hasInstanceInTransition() {
        return moving();
    }

    private static boolean moving() {
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
            var now = seen.get(row.instanceId);
            if (now == null && row.launchedAt.isBefore(clock.instant().minus(LISTING_DELAY))) {
                now = ec2Calls.find(row.instanceId).orElse(null);
                if (now == null && isGone(row.instanceId)) {
                    row.state = InstanceState.TERMINATED;
                    row.reason = "EC2 no longer knows it";
                    row.endedAt = clock.instant();
                    changed.add(row.arrayId);
                }
            }
            if (now != null) {
                missingSince.remove(row.instanceId);
            }
            if (now != null && InstanceUpdate.apply(row, now, clock.instant())) {
                changed.add(row.arrayId);
            }
        }
    }

    /** A listing may lack what is there, and so may one answer. */
    private boolean isGone(String instanceId) {
        Instant now = clock.instant();
        Instant since = missingSince.computeIfAbsent(instanceId, id -> now);
        boolean gone = !now.isBefore(since.plus(MISSING_UNTIL_TERMINATED));
        if (gone) {
            missingSince.remove(instanceId);
        }
        return gone;
    }

    private static Set<String> orphans(
            Map<String, software.amazon.awssdk.services.ec2.model.Instance> seen) {
        Set<String> unknown = new HashSet<>();
        seen.forEach(
                (id, instance) -> {
                    boolean live = !InstanceState.of(instance.state().nameAsString()).isEnding();
                    if (live && Instance.findById(id) == null) {
                        unknown.add(id);
                    }
                });
        return unknown;
    }
}
