package io.jobarrays.server.api.view;

import io.jobarrays.contract.DnsNames;
import io.jobarrays.contract.Durations;
import io.jobarrays.server.SpawnConfig;
import io.jobarrays.server.arrays.LaunchRate;
import io.jobarrays.server.arrays.Preflight;
import io.jobarrays.server.arrays.snapshot.LaunchWait;
import io.jobarrays.server.arrays.spec.ArraySpec;
import io.jobarrays.server.instances.ec2.Ec2Calls;
import io.jobarrays.server.instances.rows.MachineRequest;
import io.jobarrays.server.prices.OnDemandPrices;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Renders the plan of a launch from its spec. */
@ApplicationScoped
public class PlanViews {
    private final Preflight preflight;
    private final LaunchRate launchRate;
    private final Ec2Calls ec2;
    private final SpawnConfig config;

    PlanViews(Preflight preflight, LaunchRate launchRate, Ec2Calls ec2, SpawnConfig config) {
        this.preflight = preflight;
        this.launchRate = launchRate;
        this.ec2 = ec2;
        this.config = config;
    }

    /** Refuses what the launch would refuse. */
    public PlanView of(ArraySpec spec) {
        preflight.check(spec);
        launchRate.check(spec);
        MachineRequest machine = spec.machine();
        String type =
                Objects.requireNonNullElse(machine.instanceType(), config.defaultInstanceType());
        return new PlanView(
                spec.standalone() ? null : spec.name().value(),
                spec.memberCount(),
                spec.memberNames(),
                type,
                Objects.requireNonNullElse(machine.ami(), config.defaultAmi()),
                ec2.region(),
                machine.az(),
                machine.spot(),
                price(type, spec.memberCount()),
                spec.dnsLabel() == null
                        ? null
                        : new DnsNames(config.account(), config.zone()).group(spec.dnsLabel()),
                spec.ttl() == null ? null : Durations.format(spec.ttl()),
                spec.barrier(),
                Durations.format(spec.barrierTimeout()),
                spec.minViable(),
                idle(spec),
                spec.retryRules().retries(),
                spec.completion().onSuccess().flagValue(),
                spec.completion().onFailure().flagValue(),
                launchWait(spec),
                Map.of("RunInstances", launchRate.calls(spec)));
    }

    private @Nullable String launchWait(ArraySpec spec) {
        Duration wait = launchRate.untilLast(spec);
        return wait.isZero() ? null : LaunchWait.about(wait);
    }

    private static @Nullable String price(String type, int count) {
        return OnDemandPrices.of(type, count)
                .map(it -> it + " (" + OnDemandPrices.source() + ")")
                .orElse(null);
    }

    private static @Nullable String idle(ArraySpec spec) {
        Duration timeout = spec.idle().timeout();
        return timeout == null
                ? null
                : "%s after %s below %d %% cpu"
                        .formatted(
                                spec.idle().action().flagValue(),
                                Durations.format(timeout),
                                spec.idle().cpuPercent());
    }
}
