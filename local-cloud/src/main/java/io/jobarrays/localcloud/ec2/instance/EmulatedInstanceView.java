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
        EmulatedLaunch order = it.order();
        Instance.Builder view =
                Instance.builder()
                        .instanceId(it.id())
                        .imageId(order.imageId())
                        .instanceType(order.kind().name())
                        .amiLaunchIndex(it.launchIndex())
                        .launchTime(it.launchedAt())
                        .state(it.phase().state())
                        .stateTransitionReason(it.transition())
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
                        .metadataOptions(order.metadata().view())
                        .platformDetails("Linux/UNIX")
                        .usageOperation("RunInstances")
                        .tags(tags.list(it.id()));
        order.keyName().ifPresent(view::keyName);
        order.clientToken().ifPresent(view::clientToken);
        order.profileArn().ifPresent(arn -> view.iamInstanceProfile(p -> p.arn(arn)));
        it.reason().ifPresent(view::stateReason);
        if (order.spot()) {
            view.instanceLifecycle("spot").spotInstanceRequestId("sir-" + it.id().substring(2, 10));
        }
        if (it.phase() != LifecycleState.TERMINATED) {
            place(view, it);
        }
        return view.build();
    }

    /** What a terminated instance has no more. */
    private static void place(Instance.Builder view, VirtualMachine it) {
        view.privateIpAddress(it.privateIp())
                .privateDnsName(privateName(it))
                .vpcId(Account.VPC)
                .subnetId(it.order().subnet().id())
                .securityGroups(
                        GroupIdentifier.builder()
                                .groupId(Account.GROUP)
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
