package io.jobarrays.localcloud.ec2.catalogue;

import io.jobarrays.localcloud.ec2.query.Ec2Filters;
import io.jobarrays.localcloud.ec2.query.Ec2Page;
import io.jobarrays.localcloud.protocol.AwsError;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceTypesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceTypesResponse;
import software.amazon.awssdk.services.ec2.model.GpuDeviceInfo;
import software.amazon.awssdk.services.ec2.model.InstanceTypeInfo;

/** DescribeInstanceTypes. */
public final class InstanceKindDescriber {
    private static final Ec2Filters<InstanceKind> FILTERS =
            Ec2Filters.byFields(
                    Map.of(
                            "instance-type", kind -> Stream.of(kind.name()),
                            "current-generation",
                                    kind -> Stream.of(String.valueOf(isCurrent(kind))),
                            "hibernation-supported",
                                    kind -> Stream.of(String.valueOf(kind.supportsHibernation())),
                            "burstable-performance-supported",
                                    kind -> Stream.of(String.valueOf(kind.isBurstable())),
                            "processor-info.supported-architecture",
                                    kind -> Stream.of(kind.architecture()),
                            "vcpu-info.default-vcpus",
                                    kind -> Stream.of(String.valueOf(kind.vcpus())),
                            "memory-info.size-in-mib",
                                    kind -> Stream.of(String.valueOf(kind.memoryMib()))));

    public DescribeInstanceTypesResponse describe(DescribeInstanceTypesRequest request) {
        List<String> requested = request.instanceTypesAsStrings();
        List<String> unknown =
                requested.stream().filter(name -> InstanceKinds.find(name).isEmpty()).toList();
        if (!unknown.isEmpty()) {
            throw new AwsError(
                    "InvalidInstanceType",
                    "The following supplied instance types do not exist: ["
                            + String.join(", ", unknown)
                            + "]");
        }
        List<InstanceKind> all =
                InstanceKinds.all().stream()
                        .filter(kind -> requested.isEmpty() || requested.contains(kind.name()))
                        .filter(FILTERS.matching(request.filters()))
                        .toList();
        Ec2Page<InstanceKind> page =
                Ec2Page.of(all, InstanceKind::name, request.maxResults(), request.nextToken());
        return DescribeInstanceTypesResponse.builder()
                .instanceTypes(page.items().stream().map(InstanceKindDescriber::view).toList())
                .nextToken(page.next().orElse(null))
                .build();
    }

    private static InstanceTypeInfo view(InstanceKind kind) {
        InstanceTypeInfo.Builder view =
                InstanceTypeInfo.builder()
                        .instanceType(kind.name())
                        .currentGeneration(isCurrent(kind))
                        .freeTierEligible(kind.name().equals("t3.micro"))
                        .supportedUsageClassesWithStrings("on-demand", "spot")
                        .supportedRootDeviceTypesWithStrings("ebs")
                        .supportedVirtualizationTypesWithStrings("hvm")
                        .bareMetal(false)
                        .hypervisor(kind.name().startsWith("t2") ? "xen" : "nitro")
                        .processorInfo(
                                p -> p.supportedArchitecturesWithStrings(kind.architecture()))
                        .vCpuInfo(v -> v.defaultVCpus(kind.vcpus()).defaultCores(kind.vcpus()))
                        .memoryInfo(m -> m.sizeInMiB((long) kind.memoryMib()))
                        .instanceStorageSupported(kind.gpus() > 0)
                        .hibernationSupported(kind.supportsHibernation())
                        .burstablePerformanceSupported(kind.isBurstable());
        if (kind.gpus() > 0) {
            view.gpuInfo(
                    g ->
                            g.gpus(
                                    GpuDeviceInfo.builder()
                                            .name("A10G")
                                            .manufacturer("NVIDIA")
                                            .count(kind.gpus())
                                            .build()));
        }
        return view.build();
    }

    private static boolean isCurrent(InstanceKind kind) {
        return !kind.name().startsWith("t2.");
    }
}
