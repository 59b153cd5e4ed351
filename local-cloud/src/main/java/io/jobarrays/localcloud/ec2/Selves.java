package io.jobarrays.localcloud.ec2;

import io.jobarrays.localcloud.metadata.Self;
import java.util.Map;
import java.util.Optional;

/** What instances may know of themselves, and the names the VPC knows them by. */
public final class Selves {
    private final Fleet fleet;
    private final ResourceTags tags;

    public Selves(Fleet fleet, ResourceTags tags) {
        this.fleet = fleet;
        this.tags = tags;
    }

    public Optional<Self> find(String instanceId) {
        return fleet.locked(() -> fleet.find(instanceId).map(this::self));
    }

    /** The private address of the living instance that EC2 named so, within the VPC or publicly. */
    public Optional<String> address(String name) {
        return fleet.locked(
                () ->
                        fleet.all().stream()
                                .filter(it -> it.phase().isHoldingCapacity())
                                .filter(it -> isNamed(it, name))
                                .map(VirtualMachine::privateIp)
                                .findFirst());
    }

    private static boolean isNamed(VirtualMachine it, String name) {
        return InstanceView.privateName(it).equals(name)
                || it.publicIp().map(InstanceView::publicName).filter(name::equals).isPresent();
    }

    private Self self(VirtualMachine it) {
        LaunchOrder order = it.order();
        Optional<Map<String, String>> shown =
                order.metadata().tags()
                        ? Optional.of(Map.copyOf(tags.of(it.id())))
                        : Optional.empty();
        return new Self(
                it.id(),
                order.imageId(),
                order.kind().name(),
                order.kind().architecture(),
                it.launchIndex(),
                it.reservationId(),
                order.subnet().zone(),
                order.subnet().zoneId(),
                Account.REGION,
                Account.ID,
                it.privateIp(),
                InstanceView.privateName(it),
                it.publicIp(),
                it.publicIp().map(InstanceView::publicName),
                "default",
                order.spot(),
                order.metadata().enabled(),
                it.metadataAnswers(),
                order.profileArn(),
                it.notice(),
                it.launchedAt(),
                order.userData().clone(),
                shown);
    }
}
