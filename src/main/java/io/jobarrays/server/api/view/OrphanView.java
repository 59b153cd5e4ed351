package io.jobarrays.server.api.view;

import io.jobarrays.server.instances.watch.OrphanInstance;
import io.jobarrays.server.prices.OnDemandPrices;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Live instance with the tag of this control plane and without a record of its launch.
 *
 * @param jobArrayId array of its tag
 * @param usdPerHour on-demand price; null for a type without a known price
 * @param terminatedAt when it is terminated without a request; null when it is not
 */
public record OrphanView(
        String instanceId,
        String instanceType,
        @Nullable String az,
        String state,
        Instant launchedAt,
        @Nullable String jobArrayId,
        @Schema(description = "On-demand price; null for a type without a known price.")
                @Nullable BigDecimal usdPerHour,
        @Schema(description = "When it is terminated without a request; null when it is not.")
                @Nullable Instant terminatedAt) {

    public static OrphanView of(OrphanInstance orphan, Optional<Instant> terminatedAt) {
        return new OrphanView(
                orphan.instanceId(),
                orphan.instanceType(),
                orphan.az(),
                orphan.state().word(),
                orphan.launchedAt(),
                orphan.arrayId(),
                OnDemandPrices.usdPerHour(orphan.instanceType()).orElse(null),
                terminatedAt.orElse(null));
    }
}
