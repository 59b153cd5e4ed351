package io.jobarrays.server.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.services.ec2.model.CreateTagsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesRequest;
import software.amazon.awssdk.services.ec2.model.TerminateInstancesRequest;
import software.amazon.awssdk.services.route53.model.ListHostedZonesRequest;

/** Every call is assigned to the AWS rate limit that applies to it. */
class AwsCallInterceptorTest {
    @ParameterizedTest
    @MethodSource("calls")
    void assignsFamilyToCall(
            String operation, String service, SdkRequest request, CallFamily family) {
        assertThat(AwsCallInterceptor.family(operation, service, request)).isEqualTo(family);
    }

    static Stream<Arguments> calls() {
        return Stream.of(
                Arguments.of(
                        "DescribeInstances",
                        "Ec2",
                        DescribeInstancesRequest.builder().build(),
                        CallFamily.READ_ALL),
                Arguments.of(
                        "DescribeInstances",
                        "Ec2",
                        DescribeInstancesRequest.builder().maxResults(1000).build(),
                        CallFamily.READ),
                Arguments.of(
                        "DescribeInstances",
                        "Ec2",
                        DescribeInstancesRequest.builder().instanceIds("i-1").build(),
                        CallFamily.READ),
                Arguments.of(
                        "CreateTags", "Ec2", CreateTagsRequest.builder().build(), CallFamily.TAG),
                Arguments.of(
                        "TerminateInstances",
                        "Ec2",
                        TerminateInstancesRequest.builder().build(),
                        CallFamily.CHANGE),
                Arguments.of(
                        "ListHostedZones",
                        "Route 53",
                        ListHostedZonesRequest.builder().build(),
                        CallFamily.ROUTE53));
    }
}
