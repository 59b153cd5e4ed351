package io.jobarrays.localcloud.ec2;

import io.jobarrays.localcloud.ec2.instance.AddressPool;
import io.jobarrays.localcloud.ec2.instance.Capacity;
import io.jobarrays.localcloud.ec2.instance.EmulatedInstances;
import io.jobarrays.localcloud.ec2.instance.EmulatedPower;
import io.jobarrays.localcloud.ec2.instance.LifecycleState;
import io.jobarrays.localcloud.ec2.instance.StateReasons;
import io.jobarrays.localcloud.ec2.instance.VirtualMachine;
import io.jobarrays.localcloud.protocol.AwsError;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import software.amazon.awssdk.services.ec2.model.InstanceStateChange;
import software.amazon.awssdk.services.ec2.model.StartInstancesRequest;
import software.amazon.awssdk.services.ec2.model.StartInstancesResponse;
import software.amazon.awssdk.services.ec2.model.StopInstancesRequest;
import software.amazon.awssdk.services.ec2.model.StopInstancesResponse;
import software.amazon.awssdk.services.ec2.model.TerminateInstancesRequest;
import software.amazon.awssdk.services.ec2.model.TerminateInstancesResponse;

/** StartInstances, StopInstances, TerminateInstances: all of the ids or none. */
final class StateChanges {
    private static final int MOST = 1000;

    private final EmulatedInstances fleet;
    private final EmulatedPower power;
    private final AddressPool addresses;
    private final Capacity capacity;
    private final Clock clock;

    StateChanges(
            EmulatedInstances fleet,
            EmulatedPower power,
            AddressPool addresses,
            Capacity capacity,
            Clock clock) {
        this.fleet = fleet;
        this.power = power;
        this.addresses = addresses;
        this.capacity = capacity;
        this.clock = clock;
    }

    StartInstancesResponse start(StartInstancesRequest request) {
        return fleet.locked(
                () -> {
                    List<VirtualMachine> all = need(request.instanceIds());
                    all.forEach(
                            it ->
                                    from(
                                            it,
                                            LifecycleState.STOPPED,
                                            LifecycleState.PENDING,
                                            LifecycleState.RUNNING));
                    List<VirtualMachine> stopped =
                            all.stream()
                                    .filter(it -> it.phase() == LifecycleState.STOPPED)
                                    .toList();
                    if (!stopped.isEmpty()) {
                        int count = stopped.size();
                        capacity.grant(
                                count, count, fleet.holdingCapacity(), stopped.getFirst().order());
                    }
                    return StartInstancesResponse.builder()
                            .startingInstances(change(all, this::start))
                            .build();
                });
    }

    StopInstancesResponse stop(StopInstancesRequest request) {
        return fleet.locked(
                () -> {
                    List<VirtualMachine> all = need(request.instanceIds());
                    boolean hibernates = Boolean.TRUE.equals(request.hibernate());
                    all.forEach(StateChanges::checkMarket);
                    all.forEach(
                            it ->
                                    from(
                                            it,
                                            LifecycleState.RUNNING,
                                            LifecycleState.STOPPING,
                                            LifecycleState.STOPPED));
                    if (hibernates) {
                        all.forEach(StateChanges::checkHibernation);
                    }
                    return StopInstancesResponse.builder()
                            .stoppingInstances(
                                    change(all, hibernates ? this::hibernate : this::stop))
                            .build();
                });
    }

    TerminateInstancesResponse terminate(TerminateInstancesRequest request) {
        return fleet.locked(
                () ->
                        TerminateInstancesResponse.builder()
                                .terminatingInstances(
                                        change(need(request.instanceIds()), this::terminate))
                                .build());
    }

    private void start(VirtualMachine it) {
        if (it.phase() == LifecycleState.STOPPED) {
            power.on(it, addresses.outside());
        }
    }

    private void stop(VirtualMachine it) {
        if (it.phase() == LifecycleState.RUNNING) {
            power.stop(it, StateReasons.user(clock.instant()));
        }
    }

    private void hibernate(VirtualMachine it) {
        if (it.phase() == LifecycleState.RUNNING) {
            power.hibernate(it, StateReasons.userHibernates(clock.instant()));
        }
    }

    private void terminate(VirtualMachine it) {
        if (!it.phase().isEnding()) {
            power.terminate(it, StateReasons.user(clock.instant()));
        }
    }

    private List<VirtualMachine> need(List<String> ids) {
        if (ids.isEmpty()) {
            throw new AwsError(
                    "MissingParameter", "The request must contain the parameter InstanceId");
        }
        if (ids.size() > MOST) {
            throw new AwsError(
                    "InvalidParameterValue", "At most 1000 instance ids can be given in a call.");
        }
        return fleet.need(ids);
    }

    private static void from(VirtualMachine it, LifecycleState... allowed) {
        if (!Set.of(allowed).contains(it.phase())) {
            throw new AwsError(
                    "IncorrectInstanceState",
                    "The instance '%s' is '%s', not in a state from which it can be %s."
                            .formatted(
                                    it.id(),
                                    it.phase().text(),
                                    allowed[0] == LifecycleState.STOPPED ? "started" : "stopped"));
        }
    }

    private static void checkHibernation(VirtualMachine it) {
        if (!it.order().hibernation()) {
            throw new AwsError(
                    "UnsupportedHibernationConfiguration",
                    "The instance '" + it.id() + "' is not configured for hibernation.");
        }
    }

    /** What was asked for once cannot be started again by EC2, and so not stopped by the user. */
    private static void checkMarket(VirtualMachine it) {
        if (it.order().market().filter(terms -> !terms.persistent()).isPresent()) {
            throw new AwsError(
                    "UnsupportedOperation",
                    "You can't stop the Spot Instance '%s' because it is associated with a one-time Spot Instance request. You can only stop Spot Instances associated with persistent Spot Instance requests."
                            .formatted(it.id()));
        }
    }

    private static List<InstanceStateChange> change(
            List<VirtualMachine> all, Consumer<VirtualMachine> verb) {
        return all.stream()
                .map(
                        it -> {
                            LifecycleState before = it.phase();
                            verb.accept(it);
                            return InstanceStateChange.builder()
                                    .instanceId(it.id())
                                    .previousState(before.state())
                                    .currentState(it.phase().state())
                                    .build();
                        })
                .toList();
    }
}
