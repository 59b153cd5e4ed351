package io.jobarrays.localcloud.ec2.instance;

import io.jobarrays.localcloud.ec2.catalogue.Account;
import io.jobarrays.localcloud.metadata.InstanceIdentity;
import java.util.Map;
import java.util.Optional;

/** What instances may know of themselves, and the names the VPC knows them by. */
public final class InstanceIdentities {
    private final EmulatedInstances instances;
    private final ResourceTags tags;

    public InstanceIdentities(EmulatedInstances fleet, ResourceTags tags) {
        this.instances = fleet;
        this.tags = tags;
    }

    public Optional<InstanceIdentity> find(String instanceId) {
        return instances.locked(() -> instances.find(instanceId).map(this::identity));
    }

    /** The private address of the living instance that EC2 named so, within the VPC or publicly. */
    public Optional<String> address(String name) {
        return instances.locked(
                () ->
                        instances.all().stream()
                                .filter(it -> it.state().isHoldingCapacity())
                                .filter(it -> isNamed(it, name))
                                .map(VirtualMachine::privateIp)
                                .findFirst());
    }

    private static boolean isNamed(VirtualMachine it, String name) {
        return EmulatedInstanceView.privateName(it).equals(name)
                || it.publicIp()
                        .map(EmulatedInstanceView::publicName)
                        .filter(name::equals)
                        .isPresent();
    }

    private InstanceIdentity identity(VirtualMachine it) {
        EmulatedLaunch order = it.launch();
        Optional<Map<String, String>> shown =
                order.metadata().instanceTags()
                        ? Optional.of(Map.copyOf(tags.of(it.id())))
                        : Optional.empty();
        return new InstanceIdentity(
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
                EmulatedInstanceView.privateName(it),
                it.publicIp(),
                it.publicIp().map(EmulatedInstanceView::publicName),
                "default",
                order.spot(),
                order.metadata().enabled(),
                it.metadataUp(),
                order.profileArn(),
                it.notice(),
                it.launchedAt(),
                order.userData().clone(),
                shown);
    }
}
