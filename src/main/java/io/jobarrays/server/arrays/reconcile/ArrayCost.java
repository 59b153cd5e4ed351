package io.jobarrays.server.arrays.reconcile;

import io.jobarrays.server.instances.rows.Instance;
import io.jobarrays.server.prices.OnDemandPrices;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;

/**
 * Estimate of what the instances of an array have cost: their on-demand price from launch to end.
 * Spot discounts and time in state stopped are not known to it; a type without a price costs 0.
 */
final class ArrayCost {
    private static final BigDecimal SECONDS_PER_HOUR = BigDecimal.valueOf(3600);

    private ArrayCost() {}

    static BigDecimal usd(Collection<Instance> instances, Instant now) {
        return instances.stream()
                .map(instance -> usd(instance, now))
                .reduce(BigDecimal.ZERO, BigDecimal::add)
                .setScale(2, RoundingMode.HALF_UP);
    }

    private static BigDecimal usd(Instance instance, Instant now) {
        Instant end = instance.endedAt == null ? now : instance.endedAt;
        long seconds = Math.max(0, Duration.between(instance.launchedAt, end).toSeconds());
        return OnDemandPrices.usdPerHour(instance.instanceType)
                .orElse(BigDecimal.ZERO)
                .multiply(BigDecimal.valueOf(seconds))
                .divide(SECONDS_PER_HOUR, 6, RoundingMode.HALF_UP);
    }
}
