package io.jobarrays.server.metrics;

import io.jobarrays.server.agents.silence.SilenceWatcher;
import io.jobarrays.server.arrays.owner.ArrayOwners;
import io.jobarrays.server.instances.watch.InstanceWatcher;
import io.jobarrays.server.instances.watch.OrphanInstances;
import io.jobarrays.server.lease.ServerLease;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/** Gauges of what this server has in memory. */
@Startup
@ApplicationScoped
class ServerGauges {
    ServerGauges(
            MeterRegistry registry,
            ArrayOwners owners,
            SilenceWatcher silence,
            InstanceWatcher watcher,
            OrphanInstances orphans,
            ServerLease lease) {
        Gauge.builder("spawn.engine.arrays", owners, ArrayOwners::size)
                .description("arrays in memory")
                .register(registry);
        Gauge.builder("spawn.engine.queue", owners, ArrayOwners::queued)
                .description("changes of arrays that wait for a commit")
                .baseUnit("changes")
                .register(registry);
        Gauge.builder("spawn.agents.silent", silence, SilenceWatcher::silentAgents)
                .description("agents of running instances that send no message")
                .register(registry);
        Gauge.builder("spawn.agents.silent.together", silence, it -> it.hasAlarm() ? 1 : 0)
                .description("1 while many agents are silent at the same time")
                .register(registry);
        Gauge.builder("spawn.ec2.poll.age", watcher, it -> seconds(it.sinceLastPoll()))
                .description("time since EC2 has described all instances")
                .baseUnit("seconds")
                .register(registry);
        Gauge.builder("spawn.orphan.instances", orphans, OrphanInstances::count)
                .description("instances of this control plane without a record of a launch")
                .register(registry);
        Gauge.builder("spawn.lease.age", lease, it -> seconds(it.sinceRenewal()))
                .description("time since this server has renewed its lease")
                .baseUnit("seconds")
                .register(registry);
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }
}
