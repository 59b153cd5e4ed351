package io.jobarrays.localcloud.ec2.instance;

import io.jobarrays.localcloud.ec2.catalogue.Account;
import io.jobarrays.localcloud.faults.FaultKind;
import io.jobarrays.localcloud.metadata.InstanceIdentity;
import java.util.Map;
import java.util.Optional;

/** Identities of instances for their metadata, and their DNS names. */
public final class InstanceIdentities {
    private final EmulatedInstances instances;
    private final ResourceTags tags;

    public InstanceIdentities(EmulatedInstances instances, ResourceTags tags) {
        this.instances = instances;
        this.tags = tags;
    }

    public Optional<InstanceIdentity> find(String instanceId) {
        return instances.locked(() -> instances.find(instanceId).map(this::identity));
    }

    /**
     * Private address of the instance with this private or public DNS name, unless it has ended.
     */
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
        EmulatedLaunch launch = it.launch();
        Optional<Map<String, String>> metadataTags =
                launch.metadata().instanceTags()
                        ? Optional.of(Map.copyOf(tags.of(it.id())))
                        : Optional.empty();
        return new InstanceIdentity(
                it.id(),
                launch.imageId(),
                launch.kind().name(),
                launch.kind().architecture(),
                it.origin().launchIndex(),
                it.origin().reservationId(),
                launch.subnet().zone(),
                launch.subnet().zoneId(),
                Account.REGION,
                Account.ID,
                it.privateIp(),
                EmulatedInstanceView.privateName(it),
                it.publicIp(),
                it.publicIp().map(EmulatedInstanceView::publicName),
                "default",
                launch.spot(),
                launch.metadata().enabled(),
                it.metadataUp() && !it.faults().isActive(FaultKind.METADATA_DOWN),
                !it.faults().isActive(FaultKind.IDENTITY_INVALID),
                launch.profileArn(),
                it.notice(),
                it.notice().isPresent() || it.faults().isActive(FaultKind.REBALANCE),
                it.launchedAt(),
                launch.userData().clone(),
                metadataTags);
    }
}
