package io.jobarrays.localcloud.ec2.instance;

import io.jobarrays.localcloud.ec2.catalogue.Account;
import software.amazon.awssdk.services.ec2.model.GroupIdentifier;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceBlockDeviceMapping;

/** Shows an instance as EC2 describes it. */
public final class EmulatedInstanceView {
    private final ResourceTags tags;

    public EmulatedInstanceView(ResourceTags tags) {
        this.tags = tags;
    }

    public Instance of(VirtualMachine it) {
        EmulatedLaunch order = it.launch();
        Instance.Builder view =
                Instance.builder()
                        .instanceId(it.id())
                        .imageId(order.imageId())
                        .instanceType(order.kind().name())
                        .amiLaunchIndex(it.launchIndex())
                        .launchTime(it.launchedAt())
                        .state(it.state().toEc2())
                        .stateTransitionReason(it.transitionReason())
                        .placement(
                                p -> p.availabilityZone(order.subnet().zone()).tenancy("default"))
                        .architecture(order.kind().architecture())
                        .monitoring(m -> m.state("disabled"))
                        .hypervisor("xen")
                        .virtualizationType("hvm")
                        .rootDeviceType("ebs")
                        .rootDeviceName("/dev/xvda")
                        .cpuOptions(c -> c.coreCount(order.kind().vcpus()).threadsPerCore(1))
                        .hibernationOptions(h -> h.configured(order.hibernation()))
                        .metadataOptions(order.metadata().toResponse())
                        .platformDetails("Linux/UNIX")
                        .usageOperation("RunInstances")
                        .tags(tags.list(it.id()));
        order.keyName().ifPresent(view::keyName);
        order.clientToken().ifPresent(view::clientToken);
        order.profileArn().ifPresent(arn -> view.iamInstanceProfile(p -> p.arn(arn)));
        it.stateReason().ifPresent(view::stateReason);
        if (order.spot()) {
            view.instanceLifecycle("spot").spotInstanceRequestId("sir-" + it.id().substring(2, 10));
        }
        if (it.state() != LifecycleState.TERMINATED) {
            addNetwork(view, it);
        }
        return view.build();
    }

    /** What a terminated instance has no more. */
    private static void addNetwork(Instance.Builder view, VirtualMachine it) {
        view.privateIpAddress(it.privateIp())
                .privateDnsName(privateName(it))
                .vpcId(Account.VPC)
                .subnetId(it.launch().subnet().id())
                .securityGroups(
                        GroupIdentifier.builder()
                                .groupId(Account.SECURITY_GROUP)
                                .groupName("default")
                                .build())
                .blockDeviceMappings(
                        InstanceBlockDeviceMapping.builder()
                                .deviceName("/dev/xvda")
                                .ebs(e -> e.volumeId(it.volumeId()).status("attached"))
                                .build());
        it.publicIp().ifPresent(ip -> view.publicIpAddress(ip).publicDnsName(publicName(ip)));
    }

    public static String privateName(VirtualMachine it) {
        return it.hostname() + ".ec2.internal";
    }

    public static String publicName(String ip) {
        return "ec2-" + ip.replace('.', '-') + ".compute-1.amazonaws.com";
    }
}
