package io.jobarrays.localcloud.ec2;

import io.jobarrays.localcloud.ec2.catalogue.Account;
import io.jobarrays.localcloud.ec2.catalogue.InstanceKind;
import io.jobarrays.localcloud.ec2.catalogue.InstanceKinds;
import io.jobarrays.localcloud.ec2.instance.EmulatedInstances;
import io.jobarrays.localcloud.ec2.instance.LifecycleState;
import io.jobarrays.localcloud.ec2.instance.MetadataSettings;
import io.jobarrays.localcloud.ec2.instance.ResourceTags;
import io.jobarrays.localcloud.ec2.instance.ShutdownAction;
import io.jobarrays.localcloud.ec2.instance.VirtualMachine;
import io.jobarrays.localcloud.ec2.launch.LaunchUserData;
import io.jobarrays.localcloud.limits.SizeLimits;
import io.jobarrays.localcloud.protocol.AwsError;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.ModifyInstanceAttributeRequest;
import software.amazon.awssdk.services.ec2.model.ModifyInstanceAttributeResponse;
import software.amazon.awssdk.services.ec2.model.ModifyInstanceMetadataOptionsRequest;
import software.amazon.awssdk.services.ec2.model.ModifyInstanceMetadataOptionsResponse;

/** ModifyInstanceAttribute, one attribute a call, and ModifyInstanceMetadataOptions. */
final class AttributeChanges {
    private final EmulatedInstances instances;
    private final Account account;
    private final ResourceTags tags;
    private final SizeLimits sizes;

    AttributeChanges(
            EmulatedInstances instances, Account account, ResourceTags tags, SizeLimits sizes) {
        this.tags = tags;
        this.instances = instances;
        this.account = account;
        this.sizes = sizes;
    }

    ModifyInstanceAttributeResponse modify(ModifyInstanceAttributeRequest request) {
        Consumer<VirtualMachine> change = onlyChange(request);
        instances.locked(() -> change.accept(require(request.instanceId())));
        return ModifyInstanceAttributeResponse.builder().build();
    }

    ModifyInstanceMetadataOptionsResponse modifyMetadataOptions(
            ModifyInstanceMetadataOptionsRequest request) {
        return instances.locked(
                () -> {
                    VirtualMachine it = require(request.instanceId());
                    MetadataSettings changed = it.launch().metadata().changed(request);
                    tags.check(tags.list(it.id()), changed.instanceTags());
                    it.reconfigure(it.launch().withMetadata(changed));
                    return ModifyInstanceMetadataOptionsResponse.builder()
                            .instanceId(it.id())
                            .instanceMetadataOptions(it.launch().metadata().toResponse())
                            .build();
                });
    }

    private Consumer<VirtualMachine> onlyChange(ModifyInstanceAttributeRequest request) {
        List<Consumer<VirtualMachine>> changes = new ArrayList<>();
        if (request.attribute() != null) {
            changes.add(namedChange(request));
        }
        if (request.instanceInitiatedShutdownBehavior() != null) {
            changes.add(shutdownChange(request.instanceInitiatedShutdownBehavior().value()));
        }
        if (request.instanceType() != null) {
            changes.add(typeChange(request.instanceType().value()));
        }
        if (request.userData() != null && request.userData().value() != null) {
            changes.add(userDataChange(request.userData().value().asByteArray()));
        }
        if (request.hasGroups()) {
            request.groups().forEach(account::checkGroupId);
            // The account has one group, so that the instance has it already.
            changes.add(it -> {});
        }
        if (isUnchanged(request)) {
            changes.add(it -> {});
        }
        return switch (changes.size()) {
            case 1 -> changes.getFirst();
            case 0 -> throw new AwsError("InvalidParameterCombination", "No attributes specified.");
            default ->
                    throw new AwsError(
                            "InvalidParameterCombination",
                            "Fields for multiple attribute types specified");
        };
    }

    /**
     * Whether the request asks for what every instance has: {@code false}, as {@link Ec2Parameters}
     * refuses another value.
     *
     * @throws AwsError {@code NotImplemented} for an attribute whose {@code false} is a change
     */
    private static boolean isUnchanged(ModifyInstanceAttributeRequest request) {
        if (request.sourceDestCheck() != null || request.enaSupport() != null) {
            throw AwsError.notImplemented(
                    "The parameter SourceDestCheck or EnaSupport of ModifyInstanceAttribute");
        }
        return request.disableApiTermination() != null
                || request.disableApiStop() != null
                || request.ebsOptimized() != null;
    }

    /** Attribute and value as two parameters. */
    private Consumer<VirtualMachine> namedChange(ModifyInstanceAttributeRequest request) {
        return switch (request.attribute()) {
            case INSTANCE_INITIATED_SHUTDOWN_BEHAVIOR -> shutdownChange(request.value());
            case INSTANCE_TYPE -> typeChange(request.value());
            case USER_DATA -> userDataChange(LaunchUserData.decode(request.value(), sizes));
            case UNKNOWN_TO_SDK_VERSION ->
                    throw new AwsError(
                            "InvalidParameterValue",
                            "Value (%s) for parameter attribute is invalid. Unknown attribute."
                                    .formatted(request.attributeAsString()));
            default ->
                    throw AwsError.notImplemented(
                            "ModifyInstanceAttribute of " + request.attributeAsString());
        };
    }

    private static Consumer<VirtualMachine> shutdownChange(@Nullable String value) {
        boolean terminates = ShutdownAction.terminates(value);
        return it -> it.terminateOnShutdown(terminates);
    }

    private Consumer<VirtualMachine> userDataChange(byte[] userData) {
        LaunchUserData.limited(userData, sizes);
        return it -> {
            requireStopped(it);
            it.reconfigure(it.launch().withUserData(userData));
        };
    }

    private static Consumer<VirtualMachine> typeChange(@Nullable String name) {
        InstanceKind kind =
                InstanceKinds.find(name == null ? "" : name)
                        .orElseThrow(
                                () ->
                                        new AwsError(
                                                "InvalidInstanceAttributeValue",
                                                "The instance type '%s' does not exist."
                                                        .formatted(name)));
        return it -> {
            requireStopped(it);
            checkType(it, kind);
            it.reconfigure(it.launch().withKind(kind));
        };
    }

    private static void checkType(VirtualMachine it, InstanceKind kind) {
        if (!kind.supports(Account.architecture(it.launch().imageId()))) {
            throw new AwsError(
                    "InvalidInstanceAttributeValue",
                    "The architecture of the instance type '%s' does not match that of the image of '%s'."
                            .formatted(kind.name(), it.id()));
        }
        String zone = it.launch().subnet().zone();
        if (!kind.isOfferedIn(zone)) {
            throw new AwsError(
                    "Unsupported",
                    "The instance type '%s' is not supported in the Availability Zone %s."
                            .formatted(kind.name(), zone));
        }
        if (kind.isInScaleMode() != it.launch().kind().isInScaleMode()) {
            throw new AwsError(
                    "UnsupportedOperation",
                    "The instance type of '%s' cannot be changed from '%s' to '%s': only one of them has process trees."
                            .formatted(it.id(), it.launch().kind().name(), kind.name()));
        }
        if (it.launch().hibernation() || it.launch().spot()) {
            throw new AwsError(
                    "UnsupportedOperation",
                    "The instance type of '%s' cannot be changed: it is a Spot Instance or configured for hibernation."
                            .formatted(it.id()));
        }
    }

    private static void requireStopped(VirtualMachine it) {
        if (it.state() != LifecycleState.STOPPED) {
            throw new AwsError(
                    "IncorrectInstanceState",
                    "The instance '" + it.id() + "' is not in the 'stopped' state.");
        }
    }

    private VirtualMachine require(@Nullable String id) {
        if (id == null) {
            throw new AwsError(
                    "MissingParameter", "The request must contain the parameter InstanceId");
        }
        return instances.require(List.of(id)).getFirst();
    }
}
