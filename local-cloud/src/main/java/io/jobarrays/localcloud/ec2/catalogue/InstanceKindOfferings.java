package io.jobarrays.localcloud.ec2.catalogue;

import io.jobarrays.localcloud.ec2.query.Ec2Filters;
import io.jobarrays.localcloud.ec2.query.Ec2Page;
import io.jobarrays.localcloud.limits.AccountSize;
import io.jobarrays.localcloud.limits.SizeLimits;
import io.jobarrays.localcloud.protocol.AwsError;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceTypeOfferingsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceTypeOfferingsResponse;
import software.amazon.awssdk.services.ec2.model.InstanceTypeOffering;

/** DescribeInstanceTypeOfferings: which type the region or a zone of the account offers. */
public final class InstanceKindOfferings {
    private static final Ec2Filters<InstanceTypeOffering> FILTERS =
            Ec2Filters.byFields(
                    Map.of(
                            "instance-type", it -> Stream.of(it.instanceTypeAsString()),
                            "location", it -> Stream.of(it.location())));

    private final Account account;
    private final SizeLimits sizes;

    public InstanceKindOfferings(Account account, SizeLimits sizes) {
        this.account = account;
        this.sizes = sizes;
    }

    public DescribeInstanceTypeOfferingsResponse describe(
            DescribeInstanceTypeOfferingsRequest request) {
        String type = request.locationType() == null ? "region" : request.locationTypeAsString();
        List<InstanceTypeOffering> all =
                InstanceKinds.all().stream()
                        .flatMap(kind -> offerings(kind, type))
                        .filter(FILTERS.matching(request.filters()))
                        .toList();
        Ec2Page<InstanceTypeOffering> page =
                Ec2Page.of(
                        all,
                        it -> it.instanceTypeAsString() + " " + it.location(),
                        sizes.of(AccountSize.PAGE_ITEMS).max(),
                        request.maxResults(),
                        request.nextToken());
        return DescribeInstanceTypeOfferingsResponse.builder()
                .instanceTypeOfferings(page.items())
                .nextToken(page.next().orElse(null))
                .build();
    }

    private Stream<InstanceTypeOffering> offerings(InstanceKind kind, String type) {
        Stream<VpcSubnet> offering =
                account.subnets().stream().filter(subnet -> kind.isOfferedIn(subnet.zone()));
        Stream<String> locations =
                switch (type) {
                    case "region" -> Stream.of(Account.REGION);
                    case "availability-zone" -> offering.map(VpcSubnet::zone);
                    case "availability-zone-id" -> offering.map(VpcSubnet::zoneId);
                    default ->
                            throw new AwsError(
                                    "InvalidParameterValue",
                                    "Invalid value '" + type + "' for LocationType.");
                };
        return locations.map(
                location ->
                        InstanceTypeOffering.builder()
                                .instanceType(kind.name())
                                .locationType(type)
                                .location(location)
                                .build());
    }
}
