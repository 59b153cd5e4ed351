package io.jobarrays.localcloud.ec2.launch;

import io.jobarrays.localcloud.ec2.catalogue.Account;
import io.jobarrays.localcloud.protocol.AwsError;
import java.util.List;
import software.amazon.awssdk.services.ec2.model.InstanceNetworkInterfaceSpecification;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;

/** Security groups and network interfaces of a launch. */
final class LaunchGroups {
    private LaunchGroups() {}

    /** Refuses unknown groups and combinations that EC2 does not accept. */
    static void check(RunInstancesRequest request, Account account) {
        if (request.hasNetworkInterfaces()) {
            checkInterfaces(request, account);
        }
        if (request.hasSecurityGroups() && request.subnetId() != null) {
            throw combination("The parameter groupName cannot be used with the parameter subnet");
        }
        request.securityGroupIds().forEach(account::checkGroupId);
        request.securityGroups().forEach(account::checkGroupName);
    }

    private static void checkInterfaces(RunInstancesRequest request, Account account) {
        if (request.subnetId() != null) {
            throw combination(
                    "Network interfaces and an instance-level subnet ID may not be specified on the same request");
        }
        if (request.hasSecurityGroupIds() || request.hasSecurityGroups()) {
            throw combination(
                    "Network interfaces and an instance-level security groups may not be specified on the same request");
        }
        List<InstanceNetworkInterfaceSpecification> interfaces = request.networkInterfaces();
        if (interfaces.stream().anyMatch(it -> it.deviceIndex() == null)) {
            // aws/aws-sdk-go-v2#1178 shows EC2's answer.
            throw new AwsError(
                    "InvalidParameterValue", "Each network interface requires a device index.");
        }
        InstanceNetworkInterfaceSpecification first = interfaces.getFirst();
        if (interfaces.size() > 1 || first.deviceIndex() != 0) {
            throw AwsError.notImplemented("A second network interface");
        }
        if (Boolean.FALSE.equals(first.associatePublicIpAddress())) {
            throw AwsError.notImplemented("An instance without a public address");
        }
        if (Boolean.FALSE.equals(first.deleteOnTermination())) {
            throw AwsError.notImplemented("A network interface that outlives its instance");
        }
        first.groups().forEach(account::checkGroupId);
    }

    private static AwsError combination(String message) {
        return new AwsError("InvalidParameterCombination", message);
    }
}
