package io.jobarrays.localcloud.ec2.catalogue;

import io.jobarrays.localcloud.ec2.catalogue.InstanceKind.Feature;
import io.jobarrays.localcloud.ec2.query.Ec2Filters;
import io.jobarrays.localcloud.ec2.query.Ec2Page;
import io.jobarrays.localcloud.limits.AccountSize;
import io.jobarrays.localcloud.limits.SizeLimits;
import io.jobarrays.localcloud.protocol.AwsError;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceTypesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceTypesResponse;

/** DescribeInstanceTypes. */
public final class InstanceKindDescriber {
    private static final Ec2Filters<InstanceKind> FILTERS =
            Ec2Filters.byFields(
                    Map.ofEntries(
                            field("instance-type", InstanceKind::name),
                            field("bare-metal", has(Feature.BARE_METAL)),
                            field("burstable-performance-supported", has(Feature.BURSTABLE)),
                            field("current-generation", has(Feature.CURRENT)),
                            field("hibernation-supported", has(Feature.HIBERNATION)),
                            field("network-info.efa-supported", has(Feature.EFA)),
                            field("network-info.network-performance", InstanceKind::network),
                            field("instance-storage-supported", it -> it.storageGb() > 0),
                            field(
                                    "instance-storage-info.total-size-in-gb",
                                    InstanceKind::storageGb),
                            field("memory-info.size-in-mib", InstanceKind::memoryMib),
                            field("vcpu-info.default-vcpus", InstanceKind::vcpus),
                            field("vcpu-info.default-cores", InstanceKind::cores),
                            field(
                                    "vcpu-info.default-threads-per-core",
                                    InstanceKind::threadsPerCore),
                            Map.entry("hypervisor", kind -> kind.hypervisor().stream()),
                            Map.entry(
                                    "processor-info.supported-architecture",
                                    kind -> kind.architectures().stream()),
                            Map.entry(
                                    "supported-usage-class",
                                    kind -> InstanceKindView.usageClasses(kind).stream())));

    private final SizeLimits sizes;

    public InstanceKindDescriber(SizeLimits sizes) {
        this.sizes = sizes;
    }

    public DescribeInstanceTypesResponse describe(DescribeInstanceTypesRequest request) {
        List<String> requested = request.instanceTypesAsStrings();
        check(requested);
        List<InstanceKind> all =
                InstanceKinds.all().stream()
                        .filter(kind -> requested.isEmpty() || requested.contains(kind.name()))
                        .filter(FILTERS.matching(request.filters()))
                        .toList();
        Ec2Page<InstanceKind> page =
                Ec2Page.of(
                        all,
                        InstanceKind::name,
                        // API reference of MaxResults: 100 without it.
                        sizes.of(AccountSize.INSTANCE_TYPE_PAGE_ITEMS).max(),
                        request.maxResults(),
                        request.nextToken());
        return DescribeInstanceTypesResponse.builder()
                .instanceTypes(page.items().stream().map(InstanceKindView::of).toList())
                .nextToken(page.next().orElse(null))
                .build();
    }

    private static void check(List<String> requested) {
        List<String> unknown =
                requested.stream().filter(name -> InstanceKinds.find(name).isEmpty()).toList();
        if (!unknown.isEmpty()) {
            throw new AwsError(
                    "InvalidInstanceType",
                    "The following supplied instance types do not exist: ["
                            + String.join(", ", unknown)
                            + "]");
        }
    }

    private static Function<InstanceKind, Boolean> has(Feature feature) {
        return kind -> kind.has(feature);
    }

    private static Map.Entry<String, Function<InstanceKind, Stream<String>>> field(
            String name, Function<InstanceKind, ?> value) {
        return Map.entry(name, kind -> Stream.of(String.valueOf(value.apply(kind))));
    }
}
