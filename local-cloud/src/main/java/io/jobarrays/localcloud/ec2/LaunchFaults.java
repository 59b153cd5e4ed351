package io.jobarrays.localcloud.ec2;

import io.jobarrays.localcloud.base.CloudEvents;
import io.jobarrays.localcloud.ec2.instance.EmulatedLaunch;
import io.jobarrays.localcloud.ec2.instance.ResourceTags;
import io.jobarrays.localcloud.ec2.instance.VirtualMachine;
import io.jobarrays.localcloud.ec2.instance.capacity.Capacity;
import io.jobarrays.localcloud.faults.ActiveFault;
import io.jobarrays.localcloud.faults.FaultKind;
import io.jobarrays.localcloud.faults.FaultRule;
import io.jobarrays.localcloud.faults.FaultTarget;
import io.jobarrays.localcloud.faults.Faults;
import io.jobarrays.localcloud.faults.InstanceFaults;
import io.jobarrays.localcloud.protocol.AwsError;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Faults of launches and starts: missing capacity, and what strikes each new instance. */
final class LaunchFaults {
    private final Faults faults;
    private final CloudEvents events;
    private final ResourceTags tags;

    LaunchFaults(CloudConditions conditions, ResourceTags tags) {
        this.faults = conditions.faults();
        this.events = conditions.events();
        this.tags = tags;
    }

    /**
     * Number of instances that a launch may have.
     *
     * @throws AwsError {@code InsufficientInstanceCapacity}
     */
    int grant(int min, int max, EmulatedLaunch launch) {
        return grant(target(launch), min, max, launch);
    }

    /**
     * Checks that all instances may be started.
     *
     * @throws AwsError {@code InsufficientInstanceCapacity}
     */
    void requireStart(List<VirtualMachine> instances) {
        int count = instances.size();
        grant(target(instances), count, count, instances.getFirst().launch());
    }

    private int grant(FaultTarget target, int min, int max, EmulatedLaunch launch) {
        Optional<ActiveFault> fault = faults.strike(FaultKind.Target.LAUNCH, target);
        if (fault.isEmpty()) {
            return max;
        }
        FaultRule rule = fault.get().rule();
        String operation = target.operation().substring("ec2:".length());
        events.add("", "fault " + rule.kind().jsonName(), operation + " " + fault.get().id());
        int granted =
                rule.kind() == FaultKind.PARTIAL_CAPACITY ? Math.min(max, rule.instances()) : 0;
        if (granted < min) {
            throw Capacity.insufficient(launch, "fault " + fault.get().id());
        }
        return granted;
    }

    /**
     * Faults of one new instance.
     *
     * @param visibleAfter time until calls by id and lists show it
     */
    InstanceFaults ofInstance(String instanceId, EmulatedLaunch launch, Duration visibleAfter) {
        if (faults.isEmpty()) {
            return new InstanceFaults(List.of(), visibleAfter);
        }
        List<ActiveFault> struck = faults.strikes(FaultKind.Target.INSTANCE, target(launch));
        struck.forEach(
                fault ->
                        events.add(
                                instanceId, "fault " + fault.rule().kind().jsonName(), fault.id()));
        return new InstanceFaults(struck, visibleAfter);
    }

    private static FaultTarget target(EmulatedLaunch launch) {
        Set<Map.Entry<String, String>> launchTags =
                launch.instanceTags().stream()
                        .map(tag -> Map.entry(tag.key(), tag.value() == null ? "" : tag.value()))
                        .collect(Collectors.toSet());
        return new FaultTarget(
                "ec2:RunInstances", launchTags, Set.of(launch.subnet().zone()), launch.spot());
    }

    private FaultTarget target(List<VirtualMachine> instances) {
        return new FaultTarget(
                "ec2:StartInstances",
                instances.stream()
                        .flatMap(it -> tags.of(it.id()).entrySet().stream())
                        .collect(Collectors.toSet()),
                instances.stream()
                        .map(it -> it.launch().subnet().zone())
                        .collect(Collectors.toSet()),
                instances.stream().anyMatch(it -> it.launch().spot()));
    }
}
