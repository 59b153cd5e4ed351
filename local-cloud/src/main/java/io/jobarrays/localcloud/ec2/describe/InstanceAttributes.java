package io.jobarrays.localcloud.ec2.describe;

import io.jobarrays.localcloud.ec2.catalogue.Account;
import io.jobarrays.localcloud.ec2.catalogue.Images;
import io.jobarrays.localcloud.ec2.instance.EmulatedInstances;
import io.jobarrays.localcloud.ec2.instance.VirtualMachine;
import io.jobarrays.localcloud.protocol.AwsError;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceAttributeRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceAttributeResponse;
import software.amazon.awssdk.services.ec2.model.GroupIdentifier;
import software.amazon.awssdk.services.ec2.model.InstanceAttributeName;

/** DescribeInstanceAttribute. */
public final class InstanceAttributes {
    private final EmulatedInstances instances;

    public InstanceAttributes(EmulatedInstances instances) {
        this.instances = instances;
    }

    public DescribeInstanceAttributeResponse describe(DescribeInstanceAttributeRequest request) {
        if (request.instanceId() == null || request.attribute() == null) {
            throw new AwsError(
                    "MissingParameter",
                    "The request must contain the parameters InstanceId and Attribute");
        }
        if (request.attribute() == InstanceAttributeName.UNKNOWN_TO_SDK_VERSION) {
            throw new AwsError(
                    "InvalidParameterValue",
                    "Value (%s) for parameter attribute is invalid. Unknown attribute."
                            .formatted(request.attributeAsString()));
        }
        return instances.locked(
                () ->
                        view(
                                instances.require(List.of(request.instanceId())).getFirst(),
                                request.attributeAsString()));
    }

    private static DescribeInstanceAttributeResponse view(
            VirtualMachine it, @Nullable String attribute) {
        var view = DescribeInstanceAttributeResponse.builder().instanceId(it.id());
        switch (attribute) {
            case "instanceInitiatedShutdownBehavior" ->
                    view.instanceInitiatedShutdownBehavior(
                            v -> v.value(it.terminateOnShutdown() ? "terminate" : "stop"));
            case "instanceType" -> view.instanceType(v -> v.value(it.launch().kind().name()));
            case "userData" -> addUserData(view, it.launch().userData());
            case "groupSet" ->
                    view.groups(
                            GroupIdentifier.builder()
                                    .groupId(Account.SECURITY_GROUP)
                                    .groupName(Account.SECURITY_GROUP_NAME)
                                    .build());
            case "rootDeviceName" -> view.rootDeviceName(v -> v.value(Images.ROOT_DEVICE));
            case "disableApiTermination" -> view.disableApiTermination(v -> v.value(false));
            case "disableApiStop" -> view.disableApiStop(v -> v.value(false));
            case "ebsOptimized" -> view.ebsOptimized(v -> v.value(false));
            case "sourceDestCheck" -> view.sourceDestCheck(v -> v.value(true));
            case null, default ->
                    throw AwsError.notImplemented("DescribeInstanceAttribute of " + attribute);
        }
        return view.build();
    }

    private static void addUserData(
            DescribeInstanceAttributeResponse.Builder view, byte[] userData) {
        if (userData.length > 0) {
            view.userData(v -> v.value(Base64.getEncoder().encodeToString(userData)));
        }
    }
}
