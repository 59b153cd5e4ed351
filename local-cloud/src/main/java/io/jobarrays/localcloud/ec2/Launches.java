package io.jobarrays.localcloud.ec2;

import io.jobarrays.localcloud.protocol.AwsError;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;
import software.amazon.awssdk.services.ec2.model.RunInstancesResponse;

/** RunInstances. */
final class Launches {
    private final LaunchCheck check;
    private final Fleet fleet;
    private final Power power;
    private final ResourceTags tags;
    private final InstanceView view;
    private final Addresses addresses;
    private final Capacity capacity;
    private final Market market;
    private final ClientTokens tokens;
    private final Clock clock;

    Launches(
            LaunchCheck check,
            Fleet fleet,
            Power power,
            ResourceTags tags,
            InstanceView view,
            Addresses addresses,
            Capacity capacity,
            Market market,
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
                    LaunchOrder order = check.order(request);
                    if (Boolean.TRUE.equals(request.dryRun())) {
                        throw DryRun.passed();
                    }
                    List<VirtualMachine> launched =
                            tokens.replay(request).orElseGet(() -> launch(request, order));
                    return response(launched);
                });
    }

    private List<VirtualMachine> launch(RunInstancesRequest request, LaunchOrder order) {
        market.check(order);
        int count =
                capacity.grant(
                        request.minCount(), request.maxCount(), fleet.holdingCapacity(), order);
        String reservation = Ids.next("r");
        Set<String> taken = fleet.addresses();
        List<VirtualMachine> launched = new ArrayList<>();
        for (int index = 0; index < count; index++) {
            launched.add(
                    new VirtualMachine(
                            Ids.next("i"),
                            Ids.next("vol"),
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
