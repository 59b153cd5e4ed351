package io.jobarrays.server.metrics;

import io.jobarrays.server.arrays.rows.ArrayFigures;
import io.jobarrays.server.arrays.rows.ArrayState;
import io.jobarrays.server.batch.rows.ExecutionFigures;
import io.jobarrays.server.batch.rows.ExecutionState;
import io.jobarrays.server.instances.rows.InstanceRows;
import io.jobarrays.server.instances.rows.InstanceState;
import io.jobarrays.server.instances.rows.InstanceUsage;
import io.jobarrays.server.prices.OnDemandPrices;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** Gauges of the rows that all servers of a database share, from three statements at most. */
@Startup
@ApplicationScoped
class StateGauges {
    private final MeterRegistry registry;
    private final Clock clock;

    StateGauges(
            MeterRegistry registry,
            ArrayFigures arrays,
            ExecutionFigures executions,
            InstanceRows instances,
            Clock clock) {
        this.registry = registry;
        this.clock = clock;
        CachedRead<Map<String, Long>> ofArrays = new CachedRead<>(arrays::byState);
        Stream.of(ArrayState.values())
                .filter(state -> state != ArrayState.ENDED)
                .forEach(state -> count(ofArrays, "spawn.arrays", state.name(), label(state)));
        ArrayFigures.MEMBER_STATES.forEach(
                state -> count(ofArrays, "spawn.members", ArrayFigures.MEMBER + state, state));
        CachedRead<Map<String, Long>> ofExecutions = new CachedRead<>(executions::byState);
        Stream.of(ExecutionState.values())
                .filter(ExecutionState::open)
                .forEach(
                        state ->
                                count(
                                        ofExecutions,
                                        "spawn.executions",
                                        state.name(),
                                        label(state)));
        ExecutionFigures.STAGE_STATES.forEach(
                state ->
                        count(ofExecutions, "spawn.stages", ExecutionFigures.STAGE + state, state));
        instances(new CachedRead<>(instances::usage));
    }

    private void instances(CachedRead<List<InstanceUsage>> usage) {
        Stream.of(InstanceState.values())
                .filter(state -> state != InstanceState.TERMINATED)
                .forEach(
                        state ->
                                gauge(usage, "spawn.instances", all -> count(all, state))
                                        .description("instances by state in EC2")
                                        .tag("state", state.word())
                                        .register(registry));
        gauge(usage, "spawn.instances.ending.age", this::ageOfOldestEnd)
                .description("time since the oldest request to end an instance that EC2 still has")
                .baseUnit("seconds")
                .register(registry);
        gauge(usage, "spawn.cost.per.hour", StateGauges::cost)
                .description("on-demand price of the running instances")
                .baseUnit("usd")
                .register(registry);
        gauge(usage, "spawn.instances.without.price", StateGauges::withoutPrice)
                .description("running instances whose price is not known")
                .register(registry);
    }

    private void count(CachedRead<Map<String, Long>> read, String name, String key, String state) {
        gauge(read, name, counts -> counts.getOrDefault(key, 0L))
                .description("rows that have not ended, by state")
                .tag("state", state)
                .register(registry);
    }

    private static <T> Gauge.Builder<CachedRead<T>> gauge(
            CachedRead<T> read, String name, ToDoubleFunction<T> value) {
        return Gauge.builder(
                        name, read, it -> it.get().map(value::applyAsDouble).orElse(Double.NaN))
                .strongReference(true);
    }

    private static double count(List<InstanceUsage> usage, InstanceState state) {
        return usage.stream()
                .filter(one -> one.state() == state)
                .mapToLong(InstanceUsage::count)
                .sum();
    }

    private double ageOfOldestEnd(List<InstanceUsage> usage) {
        return usage.stream()
                .flatMap(one -> Stream.ofNullable(one.endRequestedAt()))
                .min(Comparator.naturalOrder())
                .map(request -> Duration.between(request, clock.instant()).toMillis() / 1000.0)
                .orElse(0.0);
    }

    static double cost(List<InstanceUsage> usage) {
        return running(usage)
                .flatMap(
                        one ->
                                OnDemandPrices.usdPerHour(one.instanceType())
                                        .map(usd -> usd.multiply(BigDecimal.valueOf(one.count())))
                                        .stream())
                .reduce(BigDecimal.ZERO, BigDecimal::add)
                .doubleValue();
    }

    static double withoutPrice(List<InstanceUsage> usage) {
        return running(usage)
                .filter(one -> OnDemandPrices.usdPerHour(one.instanceType()).isEmpty())
                .mapToLong(InstanceUsage::count)
                .sum();
    }

    private static Stream<InstanceUsage> running(List<InstanceUsage> usage) {
        return usage.stream().filter(one -> one.state() == InstanceState.RUNNING);
    }

    private static String label(Enum<?> state) {
        return state.name().toLowerCase(Locale.ROOT);
    }
}
