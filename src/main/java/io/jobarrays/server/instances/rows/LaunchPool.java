package io.jobarrays.server.instances.rows;

import org.jspecify.annotations.Nullable;

/**
 * Capacity pool of EC2: instances of one type in one zone, spot or on demand.
 *
 * @param instanceType null: the control plane's default
 * @param az null: EC2 chooses the zone
 */
public record LaunchPool(@Nullable String instanceType, @Nullable String az, boolean spot) {
    /** For users: {@code spot c5.large in us-east-1a}. */
    public String text() {
        return "%s%s%s"
                .formatted(
                        spot ? "spot " : "",
                        instanceType == null ? "instances" : instanceType,
                        az == null ? "" : " in " + az);
    }
}
