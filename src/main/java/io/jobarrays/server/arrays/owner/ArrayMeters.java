package io.jobarrays.server.arrays.owner;

import io.jobarrays.contract.ExitReason;
import io.jobarrays.contract.IndexSet;
import io.jobarrays.server.arrays.snapshot.ArrayOutcome;
import io.jobarrays.server.arrays.snapshot.ArraySnapshot;
import io.jobarrays.server.arrays.snapshot.MemberSnapshot;
import io.jobarrays.server.instances.rows.OwnedInstances;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Meters of arrays: times of their phases, their ends, and the commits of their owners. */
@Startup
@ApplicationScoped
public class ArrayMeters {
    /** From the fastest launch of the local cloud to a machine that never comes up. */
    private static final Duration[] PHASE_BUCKETS = {
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofSeconds(5),
        Duration.ofSeconds(15),
        Duration.ofSeconds(30),
        Duration.ofMinutes(1),
        Duration.ofMinutes(2),
        Duration.ofMinutes(5),
        Duration.ofMinutes(15)
    };

    private static final Duration[] COMMIT_BUCKETS = {
        Duration.ofMillis(2),
        Duration.ofMillis(10),
        Duration.ofMillis(50),
        Duration.ofMillis(250),
        Duration.ofSeconds(1),
        Duration.ofSeconds(5)
    };

    private static final double[] GROUP_BUCKETS = {1, 3, 10, 30, 100, 300, 1000};

    private final Clock clock;
    private final Timer launch;
    private final Timer barrier;
    private final Timer drain;
    private final Timer commit;
    private final DistributionSummary group;
    private final MeterProvider<Counter> ends;
    private final MeterProvider<Counter> exits;

    ArrayMeters(MeterRegistry registry, Clock clock) {
        this.clock = clock;
        launch = timer(registry, "spawn.launch", "attempt begun to instance launched");
        barrier = timer(registry, "spawn.barrier", "attempt begun to peers published");
        drain = timer(registry, "spawn.drain", "end of instances requested to array ended");
        commit =
                Timer.builder("spawn.engine.commit")
                        .description("one commit of changes of an array")
                        .serviceLevelObjectives(COMMIT_BUCKETS)
                        .register(registry);
        group =
                DistributionSummary.builder("spawn.engine.commit.group")
                        .description("changes that were committed together")
                        .baseUnit("changes")
                        .serviceLevelObjectives(GROUP_BUCKETS)
                        .register(registry);
        ends =
                Counter.builder("spawn.arrays.ended")
                        .description("arrays whose instances have all ended")
                        .withRegistry(registry);
        exits =
                Counter.builder("spawn.attempts.ended")
                        .description("attempts of members that have ended")
                        .withRegistry(registry);
        ArrayOutcome.LABELS.forEach(outcome -> ends.withTag("outcome", outcome));
        List.of("succeeded", "failed").forEach(exit -> exits.withTag("exit", exit));
    }

    /** These members were launched. */
    public void launched(ArraySnapshot array, IndexSet members) {
        Instant now = clock.instant();
        attemptsBegun(array, members).forEach(begun -> launch.record(Duration.between(begun, now)));
    }

    /** Peers were published to these members; the latest of their attempts is measured. */
    public void peersPublished(ArraySnapshot array, IndexSet members) {
        attemptsBegun(array, members)
                .max(Comparator.naturalOrder())
                .ifPresent(begun -> barrier.record(Duration.between(begun, clock.instant())));
    }

    /** The array has ended; the time since the last request to end an instance is measured. */
    public void ended(ArraySnapshot array, OwnedInstances instances) {
        String outcome = ArrayOutcome.label(ArrayOutcome.of(array));
        ends.withTag("outcome", outcome).increment();
        instances.all().stream()
                .flatMap(instance -> Stream.ofNullable(instance.endRequestedAt))
                .max(Comparator.naturalOrder())
                .ifPresent(request -> drain.record(Duration.between(request, clock.instant())));
    }

    void attemptEnded(ExitReason exit) {
        exits.withTag("exit", label(exit)).increment();
    }

    void committed(int changes, Duration time) {
        commit.record(time);
        group.record(changes);
    }

    private static Stream<Instant> attemptsBegun(ArraySnapshot array, IndexSet members) {
        return array.members().stream()
                .filter(member -> members.contains(member.index()))
                .map(MemberSnapshot::attemptAt);
    }

    private static String label(ExitReason exit) {
        return switch (exit) {
            case ExitReason.Exit e -> e.succeeded() ? "succeeded" : "failed";
            case ExitReason.Signal s -> "signal";
            case ExitReason.LaunchFailed l -> "launch_failed";
            case ExitReason.Plain p -> p.name().toLowerCase(Locale.ROOT);
        };
    }

    private static Timer timer(MeterRegistry registry, String name, String description) {
        return Timer.builder(name)
                .description(description)
                .serviceLevelObjectives(PHASE_BUCKETS)
                .register(registry);
    }
}
