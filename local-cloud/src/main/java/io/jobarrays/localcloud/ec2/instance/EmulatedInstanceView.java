package io.jobarrays.localcloud.ec2.instance;

import io.jobarrays.localcloud.ec2.catalogue.Account;
import io.jobarrays.localcloud.ec2.catalogue.Images;
import software.amazon.awssdk.services.ec2.model.GroupIdentifier;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceBlockDeviceMapping;
import software.amazon.awssdk.services.ec2.model.InstanceNetworkInterface;

/** Converts an instance to EC2's model. */
public final class EmulatedInstanceView {
    private static final GroupIdentifier SECURITY_GROUP =
            GroupIdentifier.builder()
                    .groupId(Account.SECURITY_GROUP)
                    .groupName(Account.SECURITY_GROUP_NAME)
                    .build();

    private final ResourceTags tags;

    public EmulatedInstanceView(ResourceTags tags) {
        this.tags = tags;
    }

    public Instance of(VirtualMachine it) {
        EmulatedLaunch launch = it.launch();
        Instance.Builder view =
                Instance.builder()
                        .instanceId(it.id())
                        .imageId(launch.imageId())
                        .instanceType(launch.kind().name())
                        .amiLaunchIndex(it.origin().launchIndex())
                        .launchTime(it.launchedAt())
                        .state(it.state().toEc2())
                        .stateTransitionReason(it.transitionReason())
                        .placement(
                                p ->
                                        p.availabilityZone(launch.subnet().zone())
                                                .groupName(launch.placementGroup().orElse(""))
                                                .tenancy("default"))
                        .architecture(launch.kind().architecture())
                        .monitoring(m -> m.state("disabled"))
                        .hypervisor("xen")
                        .virtualizationType("hvm")
                        .rootDeviceType("ebs")
                        .rootDeviceName(Images.ROOT_DEVICE)
                        .cpuOptions(
                                c ->
                                        c.coreCount(launch.kind().cores())
                                                .threadsPerCore(launch.kind().threadsPerCore()))
                        .hibernationOptions(h -> h.configured(launch.hibernation()))
                        .metadataOptions(launch.metadata().toResponse())
                        .ebsOptimized(false)
                        .enaSupport(true)
                        .platformDetails("Linux/UNIX")
                        .usageOperation("RunInstances")
                        .tags(tags.list(it.id()));
        launch.keyName().ifPresent(view::keyName);
        launch.clientToken().ifPresent(view::clientToken);
        launch.profileArn().ifPresent(arn -> view.iamInstanceProfile(p -> p.arn(arn)));
        it.stateReason().ifPresent(view::stateReason);
        if (launch.spot()) {
            view.instanceLifecycle("spot").spotInstanceRequestId("sir-" + it.id().substring(2, 10));
        }
        if (it.state() != LifecycleState.TERMINATED) {
            addNetwork(view, it);
        }
        return view.build();
    }

    /** Adds addresses and volume, which EC2 omits for a terminated instance. */
    private static void addNetwork(Instance.Builder view, VirtualMachine it) {
        view.privateIpAddress(it.privateIp())
                .privateDnsName(privateName(it))
                .vpcId(Account.VPC)
                .subnetId(it.launch().subnet().id())
                .sourceDestCheck(true)
                .securityGroups(SECURITY_GROUP)
                .networkInterfaces(networkInterface(it))
                .blockDeviceMappings(
                        InstanceBlockDeviceMapping.builder()
                                .deviceName(Images.ROOT_DEVICE)
                                .ebs(
                                        e ->
                                                e.volumeId(it.origin().volumeId())
                                                        .status("attached")
                                                        .attachTime(it.launchedAt())
                                                        .deleteOnTermination(true))
                                .build());
        it.publicIp().ifPresent(ip -> view.publicIpAddress(ip).publicDnsName(publicName(ip)));
    }

    /** The only network interface, which tools such as Ansible read the addresses from. */
    private static InstanceNetworkInterface networkInterface(VirtualMachine it) {
        String id = it.id().substring("i-".length());
        InstanceNetworkInterface.Builder view =
                InstanceNetworkInterface.builder()
                        .networkInterfaceId("eni-" + id)
                        .attachment(
                                a ->
                                        a.attachmentId("eni-attach-" + id)
                                                .deviceIndex(0)
                                                .status("attached")
                                                .attachTime(it.launchedAt())
                                                .deleteOnTermination(true))
                        .groups(SECURITY_GROUP)
                        .interfaceType("interface")
                        .ownerId(Account.ID)
                        .privateIpAddress(it.privateIp())
                        .privateDnsName(privateName(it))
                        .sourceDestCheck(true)
                        .status("in-use")
                        .subnetId(it.launch().subnet().id())
                        .vpcId(Account.VPC);
        it.publicIp()
                .ifPresent(
                        ip ->
                                view.association(
                                        a ->
                                                a.ipOwnerId("amazon")
                                                        .publicIp(ip)
                                                        .publicDnsName(publicName(ip))));
        return view.build();
    }

    public static String privateName(VirtualMachine it) {
        return it.origin().hostname() + ".ec2.internal";
    }

    public static String publicName(String ip) {
        return "ec2-" + ip.replace('.', '-') + ".compute-1.amazonaws.com";
    }
}
