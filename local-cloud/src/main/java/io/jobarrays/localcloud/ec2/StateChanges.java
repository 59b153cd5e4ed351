package io.jobarrays.localcloud.ec2;

import io.jobarrays.localcloud.ec2.instance.AddressPool;
import io.jobarrays.localcloud.ec2.instance.EmulatedInstances;
import io.jobarrays.localcloud.ec2.instance.LifecycleState;
import io.jobarrays.localcloud.ec2.instance.ResourceTags;
import io.jobarrays.localcloud.ec2.instance.StateReasons;
import io.jobarrays.localcloud.ec2.instance.VirtualMachine;
import io.jobarrays.localcloud.ec2.instance.capacity.CapacityPools;
import io.jobarrays.localcloud.ec2.instance.power.EmulatedPower;
import io.jobarrays.localcloud.limits.ApiLimits;
import io.jobarrays.localcloud.protocol.AwsError;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import software.amazon.awssdk.services.ec2.model.InstanceStateChange;
import software.amazon.awssdk.services.ec2.model.RebootInstancesRequest;
import software.amazon.awssdk.services.ec2.model.RebootInstancesResponse;
import software.amazon.awssdk.services.ec2.model.StartInstancesRequest;
import software.amazon.awssdk.services.ec2.model.StartInstancesResponse;
import software.amazon.awssdk.services.ec2.model.StopInstancesRequest;
import software.amazon.awssdk.services.ec2.model.StopInstancesResponse;
import software.amazon.awssdk.services.ec2.model.TerminateInstancesRequest;
import software.amazon.awssdk.services.ec2.model.TerminateInstancesResponse;

/** Start, stop, reboot and termination of instances: a call changes all instances or none. */
final class StateChanges {
    private final EmulatedInstances instances;
    private final EmulatedPower power;
    private final AddressPool addresses;
    private final CapacityPools capacity;
    private final ApiLimits limits;
    private final LaunchFaults faults;
    private final Clock clock;

    StateChanges(
            EmulatedInstances instances,
            EmulatedPower power,
            AddressPool addresses,
            ResourceTags tags,
            CloudConditions conditions,
            Clock clock) {
        this.instances = instances;
        this.power = power;
        this.addresses = addresses;
        this.capacity = conditions.capacity();
        this.limits = conditions.limits();
        this.faults = new LaunchFaults(conditions, tags);
        this.clock = clock;
    }

    StartInstancesResponse start(StartInstancesRequest request) {
        return instances.locked(
                () -> {
                    List<VirtualMachine> all = require(request.instanceIds());
                    all.forEach(
                            it ->
                                    requireState(
                                            it,
                                            "started",
                                            LifecycleState.STOPPED,
                                            LifecycleState.PENDING,
                                            LifecycleState.RUNNING));
                    List<VirtualMachine> stopped =
                            all.stream()
                                    .filter(it -> it.state() == LifecycleState.STOPPED)
                                    .toList();
                    if (!stopped.isEmpty()) {
                        requireCapacity(stopped);
                    }
                    limits.takeResources("StartInstances", stopped.size());
                    return StartInstancesResponse.builder()
                            .startingInstances(changeEach(all, this::start))
                            .build();
                });
    }

    StopInstancesResponse stop(StopInstancesRequest request) {
        return instances.locked(
                () -> {
                    List<VirtualMachine> all = require(request.instanceIds());
                    boolean hibernates = Boolean.TRUE.equals(request.hibernate());
                    all.forEach(StateChanges::checkStoppable);
                    all.forEach(
                            it ->
                                    requireState(
                                            it,
                                            "stopped",
                                            LifecycleState.RUNNING,
                                            LifecycleState.STOPPING,
                                            LifecycleState.STOPPED));
                    if (hibernates) {
                        all.forEach(StateChanges::checkHibernation);
                    }
                    limits.takeResources(
                            "StopInstances", count(all, LifecycleState.RUNNING::equals));
                    return StopInstancesResponse.builder()
                            .stoppingInstances(
                                    changeEach(all, hibernates ? this::hibernate : this::stop))
                            .build();
                });
    }

    TerminateInstancesResponse terminate(TerminateInstancesRequest request) {
        return instances.locked(
                () -> {
                    List<VirtualMachine> all = require(request.instanceIds());
                    limits.takeResources("TerminateInstances", count(all, it -> !it.isEnding()));
                    return TerminateInstancesResponse.builder()
                            .terminatingInstances(changeEach(all, this::terminate))
                            .build();
                });
    }

    private void requireCapacity(List<VirtualMachine> stopped) {
        faults.requireStart(stopped);
        capacity.requireRoom(stopped, instances.all());
    }

    /** Instances whose state the call changes. */
    private static int count(List<VirtualMachine> all, Predicate<LifecycleState> changes) {
        return (int) all.stream().filter(it -> changes.test(it.state())).count();
    }

    RebootInstancesResponse reboot(RebootInstancesRequest request) {
        instances.locked(
                () -> {
                    List<VirtualMachine> all = require(request.instanceIds());
                    // API reference: requests to reboot terminated instances are ignored.
                    List<VirtualMachine> live =
                            all.stream().filter(it -> !it.state().isEnding()).toList();
                    live.forEach(it -> requireState(it, "rebooted", LifecycleState.RUNNING));
                    live.forEach(power::reboot);
                });
        return RebootInstancesResponse.builder().build();
    }

    private void start(VirtualMachine it) {
        if (it.state() == LifecycleState.STOPPED) {
            power.start(it, addresses.allocatePublic());
        }
    }

    private void stop(VirtualMachine it) {
        if (it.state() == LifecycleState.RUNNING) {
            power.stop(it, StateReasons.userShutdown(clock.instant()));
        }
    }

    private void hibernate(VirtualMachine it) {
        if (it.state() == LifecycleState.RUNNING) {
            power.hibernate(it, StateReasons.userHibernate(clock.instant()));
        }
    }

    private void terminate(VirtualMachine it) {
        if (!it.state().isEnding()) {
            power.terminate(it, StateReasons.userShutdown(clock.instant()));
        }
    }

    private List<VirtualMachine> require(List<String> ids) {
        if (ids.isEmpty()) {
            throw new AwsError(
                    "MissingParameter", "The request must contain the parameter InstanceId");
        }
        return instances.require(ids);
    }

    private static void requireState(VirtualMachine it, String verb, LifecycleState... allowed) {
        if (!Set.of(allowed).contains(it.state())) {
            throw new AwsError(
                    "IncorrectInstanceState",
                    "The instance '%s' is '%s', not in a state from which it can be %s."
                            .formatted(it.id(), it.state().ec2Name(), verb));
        }
    }

    private static void checkHibernation(VirtualMachine it) {
        if (!it.launch().hibernation()) {
            throw new AwsError(
                    "UnsupportedHibernationConfiguration",
                    "The instance '" + it.id() + "' is not configured for hibernation.");
        }
    }

    /** Refuses to stop an instance of a one-time spot request, which EC2 cannot start again. */
    private static void checkStoppable(VirtualMachine it) {
        if (it.launch().market().filter(terms -> !terms.persistent()).isPresent()) {
            throw new AwsError(
                    "UnsupportedOperation",
                    "You can't stop the Spot Instance '%s' because it is associated with a one-time Spot Instance request. You can only stop Spot Instances associated with persistent Spot Instance requests."
                            .formatted(it.id()));
        }
    }

    private static List<InstanceStateChange> changeEach(
            List<VirtualMachine> all, Consumer<VirtualMachine> verb) {
        return all.stream()
                .map(
                        it -> {
                            LifecycleState before = it.state();
                            verb.accept(it);
                            return InstanceStateChange.builder()
                                    .instanceId(it.id())
                                    .previousState(before.toEc2())
                                    .currentState(it.state().toEc2())
                                    .build();
                        })
                .toList();
    }
}
