package io.jobarrays.localcloud.ec2.catalogue;

import io.jobarrays.localcloud.ec2.query.Ec2Filters;
import io.jobarrays.localcloud.ec2.query.Ec2Page;
import io.jobarrays.localcloud.protocol.AwsError;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.model.DescribeVpcAttributeRequest;
import software.amazon.awssdk.services.ec2.model.DescribeVpcAttributeResponse;
import software.amazon.awssdk.services.ec2.model.DescribeVpcsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeVpcsResponse;
import software.amazon.awssdk.services.ec2.model.Vpc;

/** DescribeVpcs and DescribeVpcAttribute: the default VPC of the account. */
public final class Vpcs {
    private static final Ec2Filters<Vpc> FILTERS =
            Ec2Filters.<Vpc>byFields(
                            Map.of(
                                    "vpc-id", vpc -> Stream.of(vpc.vpcId()),
                                    "cidr", vpc -> Stream.of(vpc.cidrBlock()),
                                    "is-default", vpc -> Stream.of(String.valueOf(vpc.isDefault())),
                                    "owner-id", vpc -> Stream.of(vpc.ownerId()),
                                    "state", vpc -> Stream.of(vpc.stateAsString())))
                    .andTags(vpc -> Map.of());

    private final Account account;

    public Vpcs(Account account) {
        this.account = account;
    }

    public DescribeVpcsResponse describe(DescribeVpcsRequest request) {
        request.vpcIds().forEach(Vpcs::check);
        List<Vpc> matching = Stream.of(vpc()).filter(FILTERS.matching(request.filters())).toList();
        Ec2Page<Vpc> page =
                Ec2Page.of(matching, Vpc::vpcId, request.maxResults(), request.nextToken());
        return DescribeVpcsResponse.builder()
                .vpcs(page.items())
                .nextToken(page.next().orElse(null))
                .build();
    }

    /** One attribute of the VPC, as a default VPC has it. */
    public DescribeVpcAttributeResponse attribute(DescribeVpcAttributeRequest request) {
        if (request.vpcId() == null || request.attribute() == null) {
            throw new AwsError(
                    "MissingParameter",
                    "The request must contain the parameters VpcId and Attribute");
        }
        check(request.vpcId());
        var view = DescribeVpcAttributeResponse.builder().vpcId(request.vpcId());
        switch (request.attribute()) {
            case ENABLE_DNS_SUPPORT -> view.enableDnsSupport(v -> v.value(true));
            case ENABLE_DNS_HOSTNAMES -> view.enableDnsHostnames(v -> v.value(true));
            case ENABLE_NETWORK_ADDRESS_USAGE_METRICS ->
                    view.enableNetworkAddressUsageMetrics(v -> v.value(false));
            case UNKNOWN_TO_SDK_VERSION ->
                    throw new AwsError(
                            "InvalidParameterValue",
                            "Value (%s) for parameter attribute is invalid. Unknown attribute."
                                    .formatted(request.attributeAsString()));
        }
        return view.build();
    }

    private static void check(String id) {
        if (!id.equals(Account.VPC)) {
            throw new AwsError("InvalidVpcID.NotFound", "The vpc ID '" + id + "' does not exist");
        }
    }

    private Vpc vpc() {
        return Vpc.builder()
                .vpcId(Account.VPC)
                .cidrBlock(account.vpcCidr())
                .isDefault(true)
                .instanceTenancy("default")
                .ownerId(Account.ID)
                .state("available")
                .dhcpOptionsId("dopt-0abcdef1234567890")
                .build();
    }
}
