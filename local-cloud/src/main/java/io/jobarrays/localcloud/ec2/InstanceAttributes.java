package io.jobarrays.localcloud.ec2;

import io.jobarrays.localcloud.ec2.instance.EmulatedInstances;
import io.jobarrays.localcloud.ec2.instance.VirtualMachine;
import io.jobarrays.localcloud.protocol.AwsError;
import java.util.Base64;
import java.util.List;
import software.amazon.awssdk.services.ec2.model.AttributeValue;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceAttributeRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceAttributeResponse;
import software.amazon.awssdk.services.ec2.model.ModifyInstanceAttributeRequest;
import software.amazon.awssdk.services.ec2.model.ModifyInstanceAttributeResponse;

/** DescribeInstanceAttribute, and ModifyInstanceAttribute for the shutdown behavior only. */
final class InstanceAttributes {
    private static final String SHUTDOWN_BEHAVIOR = "instanceInitiatedShutdownBehavior";

    private final EmulatedInstances instances;

    InstanceAttributes(EmulatedInstances instances) {
        this.instances = instances;
    }

    ModifyInstanceAttributeResponse modify(ModifyInstanceAttributeRequest request) {
        AttributeValue requested = request.instanceInitiatedShutdownBehavior();
        String value =
                SHUTDOWN_BEHAVIOR.equals(request.attributeAsString())
                        ? request.value()
                        : requested == null ? null : requested.value();
        if (value == null) {
            throw AwsError.notImplemented("ModifyInstanceAttribute of another attribute");
        }
        if (!List.of("stop", "terminate").contains(value)) {
            throw new AwsError(
                    "InvalidParameterValue",
                    "Invalid value '" + value + "' for InstanceInitiatedShutdownBehavior.");
        }
        instances.locked(
                () -> require(request.instanceId()).terminateOnShutdown(value.equals("terminate")));
        return ModifyInstanceAttributeResponse.builder().build();
    }

    DescribeInstanceAttributeResponse describe(DescribeInstanceAttributeRequest request) {
        return instances.locked(
                () -> view(require(request.instanceId()), request.attributeAsString()));
    }

    private static DescribeInstanceAttributeResponse view(VirtualMachine it, String attribute) {
        var view = DescribeInstanceAttributeResponse.builder().instanceId(it.id());
        return switch (attribute) {
            case SHUTDOWN_BEHAVIOR ->
                    view.instanceInitiatedShutdownBehavior(
                                    v -> v.value(it.terminateOnShutdown() ? "terminate" : "stop"))
                            .build();
            case "instanceType" ->
                    view.instanceType(v -> v.value(it.launch().kind().name())).build();
            case "userData" ->
                    view.userData(
                                    v ->
                                            v.value(
                                                    Base64.getEncoder()
                                                            .encodeToString(
                                                                    it.launch().userData())))
                            .build();
            default -> throw AwsError.notImplemented("DescribeInstanceAttribute of " + attribute);
        };
    }

    private VirtualMachine require(String id) {
        return instances.require(List.of(id)).getFirst();
    }
}
