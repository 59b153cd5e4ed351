package io.jobarrays.localcloud.ec2;

import io.jobarrays.localcloud.base.CloudEvents;
import io.jobarrays.localcloud.ec2.catalogue.Account;
import io.jobarrays.localcloud.ec2.instance.AddressPool;
import io.jobarrays.localcloud.ec2.instance.EmulatedInstanceView;
import io.jobarrays.localcloud.ec2.instance.EmulatedInstances;
import io.jobarrays.localcloud.ec2.instance.EmulatedLaunch;
import io.jobarrays.localcloud.ec2.instance.InstanceOrigin;
import io.jobarrays.localcloud.ec2.instance.ResourceIds;
import io.jobarrays.localcloud.ec2.instance.ResourceTags;
import io.jobarrays.localcloud.ec2.instance.VirtualMachine;
import io.jobarrays.localcloud.ec2.instance.capacity.CapacityPools;
import io.jobarrays.localcloud.ec2.instance.power.EmulatedPower;
import io.jobarrays.localcloud.ec2.instance.power.InstanceDelays;
import io.jobarrays.localcloud.ec2.instance.power.InstanceDelays.Delay;
import io.jobarrays.localcloud.ec2.launch.ClientTokens;
import io.jobarrays.localcloud.ec2.launch.LaunchValidator;
import io.jobarrays.localcloud.ec2.spot.SpotMarket;
import io.jobarrays.localcloud.limits.ApiLimits;
import io.jobarrays.localcloud.protocol.AwsError;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;
import software.amazon.awssdk.services.ec2.model.RunInstancesResponse;

/** RunInstances: validates, checks capacity and price, creates the instances and boots them. */
final class EmulatedLauncher {
    private final LaunchValidator validator;
    private final EmulatedInstances instances;
    private final EmulatedPower power;
    private final ResourceTags tags;
    private final EmulatedInstanceView view;
    private final AddressPool addresses;
    private final CapacityPools capacity;
    private final ApiLimits limits;
    private final LaunchFaults faults;
    private final InstanceDelays delays;
    private final CloudEvents events;
    private final InstanceFaultEffects faultEffects;
    private final SpotMarket spotMarket;
    private final ClientTokens clientTokens;
    private final Clock clock;

    EmulatedLauncher(
            LaunchValidator validator,
            EmulatedInstances instances,
            EmulatedPower power,
            ResourceTags tags,
            EmulatedInstanceView view,
            AddressPool addresses,
            SpotMarket spotMarket,
            CloudConditions conditions,
            InstanceFaultEffects faultEffects,
            Clock clock) {
        this.validator = validator;
        this.instances = instances;
        this.power = power;
        this.tags = tags;
        this.view = view;
        this.addresses = addresses;
        this.capacity = conditions.capacity();
        this.limits = conditions.limits();
        this.faults = new LaunchFaults(conditions, tags);
        this.delays = conditions.delays();
        this.events = conditions.events();
        this.faultEffects = faultEffects;
        this.spotMarket = spotMarket;
        this.clientTokens = new ClientTokens(conditions.limits().sizes(), clock);
        this.clock = clock;
    }

    RunInstancesResponse run(RunInstancesRequest request) {
        return instances.locked(
                () -> {
                    EmulatedLaunch launch = validator.validate(request);
                    clientTokens.check(request);
                    if (Boolean.TRUE.equals(request.dryRun())) {
                        throw DryRun.passed();
                    }
                    List<VirtualMachine> launched =
                            clientTokens
                                    .replay(request)
                                    .map(this::launchedEarlier)
                                    .orElseGet(() -> launch(request, launch));
                    return response(launched);
                });
    }

    private List<VirtualMachine> launchedEarlier(List<String> ids) {
        List<VirtualMachine> launched =
                ids.stream().flatMap(id -> instances.find(id).stream()).toList();
        if (launched.isEmpty()) {
            throw new AwsError(
                    "IdempotentInstanceTerminated",
                    "The client token is that of an earlier launch whose instances were"
                            + " terminated more than an hour ago.");
        }
        return launched;
    }

    private List<VirtualMachine> launch(RunInstancesRequest request, EmulatedLaunch launch) {
        spotMarket.checkMaxPrice(launch);
        int min = request.minCount();
        int most = faults.grant(min, request.maxCount(), launch);
        int count = capacity.grant(min, most, instances.all(), launch);
        List<String> privateIps = allocatePrivate(count, launch);
        limits.takeResources("RunInstances", count);
        String reservation = ResourceIds.next("r");
        List<VirtualMachine> launched = new ArrayList<>();
        for (int index = 0; index < count; index++) {
            launched.add(create(launch, reservation, index, privateIps.get(index)));
        }
        launched.forEach(this::startInstance);
        clientTokens.remember(request, launched.stream().map(VirtualMachine::id).toList());
        return launched;
    }

    private List<String> allocatePrivate(int count, EmulatedLaunch launch) {
        Set<String> inUse = instances.privateAddressesInUse();
        List<String> allocated = new ArrayList<>();
        for (int index = 0; index < count; index++) {
            allocated.add(addresses.allocatePrivate(launch.subnet(), inUse));
        }
        return allocated;
    }

    private VirtualMachine create(
            EmulatedLaunch launch, String reservation, int index, String address) {
        String id = ResourceIds.next("i");
        return new VirtualMachine(
                new InstanceOrigin(id, ResourceIds.next("vol"), reservation, index, address),
                launch,
                faults.ofInstance(id, launch, delays.draw(Delay.VISIBILITY)),
                events,
                clock.instant());
    }

    private void startInstance(VirtualMachine instance) {
        instances.add(instance);
        tags.put(instance.id(), instance.launch().instanceTags());
        tags.put(instance.origin().volumeId(), instance.launch().volumeTags());
        power.start(instance, addresses.allocatePublic());
        faultEffects.begin(instance);
    }

    private RunInstancesResponse response(List<VirtualMachine> launched) {
        if (launched.isEmpty()) {
            throw new AwsError(500, "InternalError", "The launch has no instances.");
        }
        return RunInstancesResponse.builder()
                .reservationId(launched.getFirst().origin().reservationId())
                .ownerId(Account.ID)
                .instances(launched.stream().map(view::of).toList())
                .build();
    }
}
