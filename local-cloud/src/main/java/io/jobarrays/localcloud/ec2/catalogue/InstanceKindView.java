package io.jobarrays.localcloud.ec2.catalogue;

import io.jobarrays.localcloud.ec2.catalogue.InstanceKind.Feature;
import io.jobarrays.localcloud.ec2.catalogue.InstanceKind.Gpus;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.ec2.model.GpuDeviceInfo;
import software.amazon.awssdk.services.ec2.model.GpuInfo;
import software.amazon.awssdk.services.ec2.model.InstanceTypeInfo;
import software.amazon.awssdk.services.ec2.model.NetworkCardInfo;

/** Converts an instance type to EC2's model. */
final class InstanceKindView {
    private InstanceKindView() {}

    static InstanceTypeInfo of(InstanceKind kind) {
        InstanceTypeInfo.Builder view =
                InstanceTypeInfo.builder()
                        .instanceType(kind.name())
                        .currentGeneration(kind.has(Feature.CURRENT))
                        .supportedUsageClassesWithStrings(usageClasses(kind))
                        .supportedRootDeviceTypesWithStrings("ebs")
                        .supportedVirtualizationTypesWithStrings("hvm")
                        .bareMetal(kind.has(Feature.BARE_METAL))
                        .hypervisor(kind.hypervisor().orElse(null))
                        .hibernationSupported(kind.supportsHibernation())
                        .burstablePerformanceSupported(kind.has(Feature.BURSTABLE));
        addProcessor(view, kind);
        addDevices(view, kind);
        return view.build();
    }

    static List<String> usageClasses(InstanceKind kind) {
        return kind.has(Feature.SPOT) ? List.of("on-demand", "spot") : List.of("on-demand");
    }

    private static void addProcessor(InstanceTypeInfo.Builder view, InstanceKind kind) {
        view.processorInfo(p -> p.supportedArchitecturesWithStrings(kind.architectures()))
                .vCpuInfo(
                        v ->
                                v.defaultVCpus(kind.vcpus())
                                        .defaultCores(kind.cores())
                                        .defaultThreadsPerCore(kind.threadsPerCore()))
                .memoryInfo(m -> m.sizeInMiB((long) kind.memoryMib()));
        kind.gpus().ifPresent(gpus -> view.gpuInfo(gpuInfo(gpus)));
    }

    private static void addDevices(InstanceTypeInfo.Builder view, InstanceKind kind) {
        view.networkInfo(
                        n ->
                                n.networkPerformance(kind.network())
                                        .efaSupported(kind.has(Feature.EFA))
                                        .networkCards(networkCard(kind)))
                .placementGroupInfo(p -> p.supportedStrategiesWithStrings(strategies(kind)))
                .instanceStorageSupported(kind.storageGb() > 0);
        if (kind.storageGb() > 0) {
            view.instanceStorageInfo(s -> s.totalSizeInGB((long) kind.storageGb()));
        }
    }

    private static NetworkCardInfo networkCard(InstanceKind kind) {
        return NetworkCardInfo.builder()
                .networkCardIndex(0)
                .networkPerformance(kind.network())
                .baselineBandwidthInGbps(kind.baselineGbps())
                .build();
    }

    private static GpuInfo gpuInfo(Gpus gpus) {
        return GpuInfo.builder()
                .totalGpuMemoryInMiB(gpus.memoryMib())
                .gpus(
                        GpuDeviceInfo.builder()
                                .name(gpus.name())
                                .manufacturer(gpus.manufacturer())
                                .count(gpus.count())
                                .memoryInfo(m -> m.sizeInMiB(gpus.memoryMib() / gpus.count()))
                                .build())
                .build();
    }

    private static List<String> strategies(InstanceKind kind) {
        List<String> strategies = new ArrayList<>(List.of("partition", "spread"));
        if (kind.has(Feature.CLUSTER_PLACEMENT)) {
            strategies.addFirst("cluster");
        }
        return strategies;
    }
}
