package io.jobarrays.server.arrays.reconcile;

import io.jobarrays.contract.Durations;
import io.jobarrays.contract.IndexSet;
import io.jobarrays.contract.Tags;
import io.jobarrays.server.arrays.plan.Action;
import io.jobarrays.server.arrays.snapshot.ArraySnapshot;
import io.jobarrays.server.arrays.spec.ArraySpec;
import io.jobarrays.server.instances.ControlPlaneId;
import io.jobarrays.server.instances.launch.LaunchOrder;
import io.jobarrays.server.instances.rows.LaunchPool;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Builds the order of a launch call from the array's specification. */
@ApplicationScoped
class LaunchOrders {
    private final ControlPlaneId controlPlane;

    LaunchOrders(ControlPlaneId controlPlane) {
        this.controlPlane = controlPlane;
    }

    /**
     * @param indexes of one call: they have the same attempt and deadline
     */
    LaunchOrder of(Action.Launch launch, IndexSet indexes, LaunchPool pool, ArraySnapshot array) {
        ArraySpec spec = array.spec();
        Instant deadline = deadline(array, indexes);
        return new LaunchOrder(
                array.id(),
                spec.name().value(),
                array.size(),
                launch.attempt(),
                indexes,
                launch.allOrNothing(),
                spec.machine().in(pool),
                deadline == null ? "" : deadline.toString(),
                tags(array, deadline));
    }

    /** Tags shared by all instances of the call, so EC2 sets them at launch. */
    private Map<String, String> tags(ArraySnapshot array, @Nullable Instant deadline) {
        ArraySpec spec = array.spec();
        Map<String, String> tags = new LinkedHashMap<>();
        tags.put(Tags.MANAGED, "true");
        tags.put(Tags.JOB_ARRAY_ID, array.id());
        tags.put(Tags.JOB_ARRAY_NAME, spec.name().value());
        tags.put(Tags.JOB_ARRAY_SIZE, "" + array.size());
        tags.put(Tags.OWNER, controlPlane.id());
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

    private static @Nullable Instant deadline(ArraySnapshot array, IndexSet indexes) {
        return array.members().stream()
                .filter(member -> indexes.contains(member.index()))
                .map(member -> Optional.ofNullable(member.lifecycle().deadline()))
                .findFirst()
                .flatMap(found -> found)
                .orElse(null);
    }
}
