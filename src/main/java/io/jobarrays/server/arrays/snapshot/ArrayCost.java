package io.jobarrays.server.arrays.snapshot;

import io.jobarrays.server.instances.rows.Instance;
import io.jobarrays.server.prices.OnDemandPrices;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * Estimate of what the instances of an array have cost: their on-demand price from launch to end.
 * Spot discounts and time in state stopped are not known to it; a type without a price costs 0.
 */
public final class ArrayCost {
    private static final BigDecimal SECONDS_PER_HOUR = BigDecimal.valueOf(3600);

    private ArrayCost() {}

    /** In USD, with two digits after the point. */
    public static BigDecimal usd(Collection<Instance> instances, Instant now) {
        return exactUsd(instances, now).setScale(2, RoundingMode.HALF_UP);
    }

    /** In USD, with the fractions of a cent that a limit may have. */
    public static BigDecimal exactUsd(Collection<Instance> instances, Instant now) {
        Map<String, Long> secondsByType = new HashMap<>();
        instances.forEach(it -> secondsByType.merge(it.instanceType, seconds(it, now), Long::sum));
        return secondsByType.entrySet().stream()
                .map(it -> usd(it.getKey(), it.getValue()))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static long seconds(Instance instance, Instant now) {
        Instant end = instance.endedAt == null ? now : instance.endedAt;
        return Math.max(0, Duration.between(instance.launchedAt, end).toSeconds());
    }

    private static BigDecimal usd(String type, long seconds) {
        return OnDemandPrices.usdPerHour(type)
                .orElse(BigDecimal.ZERO)
                .multiply(BigDecimal.valueOf(seconds))
                .divide(SECONDS_PER_HOUR, 6, RoundingMode.HALF_UP);
    }
}
