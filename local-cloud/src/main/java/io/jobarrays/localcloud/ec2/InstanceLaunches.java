package io.jobarrays.localcloud.ec2;

import io.jobarrays.localcloud.ec2.catalogue.Account;
import io.jobarrays.localcloud.ec2.instance.AddressPool;
import io.jobarrays.localcloud.ec2.instance.Capacity;
import io.jobarrays.localcloud.ec2.instance.EmulatedInstanceView;
import io.jobarrays.localcloud.ec2.instance.EmulatedInstances;
import io.jobarrays.localcloud.ec2.instance.EmulatedLaunch;
import io.jobarrays.localcloud.ec2.instance.EmulatedPower;
import io.jobarrays.localcloud.ec2.instance.ResourceIds;
import io.jobarrays.localcloud.ec2.instance.ResourceTags;
import io.jobarrays.localcloud.ec2.instance.VirtualMachine;
import io.jobarrays.localcloud.ec2.spot.SpotMarket;
import io.jobarrays.localcloud.protocol.AwsError;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;
import software.amazon.awssdk.services.ec2.model.RunInstancesResponse;

/** RunInstances. */
final class InstanceLaunches {
    private final LaunchCheck check;
    private final EmulatedInstances fleet;
    private final EmulatedPower power;
    private final ResourceTags tags;
    private final EmulatedInstanceView view;
    private final AddressPool addresses;
    private final Capacity capacity;
    private final SpotMarket market;
    private final ClientTokens tokens;
    private final Clock clock;

    InstanceLaunches(
            LaunchCheck check,
            EmulatedInstances fleet,
            EmulatedPower power,
            ResourceTags tags,
            EmulatedInstanceView view,
            AddressPool addresses,
            Capacity capacity,
            SpotMarket market,
            Clock clock) {
        this.check = check;
        this.fleet = fleet;
        this.power = power;
        this.tags = tags;
        this.view = view;
        this.addresses = addresses;
        this.capacity = capacity;
        this.market = market;
        this.tokens = new ClientTokens(clock);
        this.clock = clock;
    }

    RunInstancesResponse run(RunInstancesRequest request) {
        return fleet.locked(
                () -> {
                    EmulatedLaunch order = check.order(request);
                    if (Boolean.TRUE.equals(request.dryRun())) {
                        throw DryRun.passed();
                    }
                    List<VirtualMachine> launched =
                            tokens.replay(request).orElseGet(() -> launch(request, order));
                    return response(launched);
                });
    }

    private List<VirtualMachine> launch(RunInstancesRequest request, EmulatedLaunch order) {
        market.check(order);
        int count =
                capacity.grant(
                        request.minCount(), request.maxCount(), fleet.holdingCapacity(), order);
        String reservation = ResourceIds.next("r");
        Set<String> taken = fleet.addresses();
        List<VirtualMachine> launched = new ArrayList<>();
        for (int index = 0; index < count; index++) {
            launched.add(
                    new VirtualMachine(
                            ResourceIds.next("i"),
                            ResourceIds.next("vol"),
                            reservation,
                            index,
                            order,
                            addresses.inside(order.subnet(), taken),
                            clock.instant()));
        }
        launched.forEach(this::begin);
        tokens.keep(request, List.copyOf(launched));
        return launched;
    }

    private void begin(VirtualMachine instance) {
        fleet.add(instance);
        tags.put(instance.id(), instance.order().instanceTags());
        tags.put(instance.volumeId(), instance.order().volumeTags());
        power.on(instance, addresses.outside());
    }

    private RunInstancesResponse response(List<VirtualMachine> launched) {
        if (launched.isEmpty()) {
            throw new AwsError(500, "InternalError", "A launch of nothing was kept.");
        }
        return RunInstancesResponse.builder()
                .reservationId(launched.getFirst().reservationId())
                .ownerId(Account.ID)
                .instances(launched.stream().map(view::of).toList())
                .build();
    }
}
