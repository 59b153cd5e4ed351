package io.jobarrays.localcloud.ec2;

import io.jobarrays.localcloud.ec2.catalogue.Account;
import io.jobarrays.localcloud.ec2.catalogue.InstanceKind;
import io.jobarrays.localcloud.ec2.catalogue.InstanceKinds;
import io.jobarrays.localcloud.ec2.instance.EmulatedLaunch;
import io.jobarrays.localcloud.ec2.instance.MetadataSettings;
import io.jobarrays.localcloud.ec2.instance.ResourceTags;
import io.jobarrays.localcloud.ec2.instance.SpotTerms;
import io.jobarrays.localcloud.protocol.AwsError;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.ec2.model.IamInstanceProfileSpecification;
import software.amazon.awssdk.services.ec2.model.InstanceNetworkInterfaceSpecification;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;
import software.amazon.awssdk.services.ec2.model.Tag;

/** Converts the parameters of RunInstances to a launch, or rejects them with EC2's errors. */
final class LaunchValidator {
    private static final int MAX_USER_DATA_BYTES = 16_384;
    private static final Set<String> TAGGABLE_TYPES =
            Set.of("instance", "volume", "network-interface", "spot-instances-request");

    private final Account account;

    LaunchValidator(Account account) {
        this.account = account;
    }

    EmulatedLaunch validate(RunInstancesRequest request) {
        checkCounts(request);
        if (request.launchTemplate() != null) {
            throw AwsError.notImplemented("RunInstances with a launch template");
        }
        InstanceKind kind = kind(request);
        String image = image(request, kind);
        groups(request).forEach(account::checkGroup);
        MetadataSettings metadata =
                request.metadataOptions() == null
                        ? MetadataSettings.DEFAULT
                        : MetadataSettings.of(request.metadataOptions());
        return new EmulatedLaunch(
                image,
                kind,
                account.subnet(subnet(request), zone(request)),
                userData(request),
                Optional.ofNullable(request.keyName()),
                Optional.ofNullable(request.clientToken()),
                Optional.ofNullable(request.iamInstanceProfile()).map(LaunchValidator::profileArn),
                Optional.ofNullable(request.instanceMarketOptions()).map(SpotTerms::of),
                hibernation(request, kind),
                "terminate".equals(request.instanceInitiatedShutdownBehaviorAsString()),
                metadata,
                tags(request, "instance", metadata.instanceTags()),
                tags(request, "volume", false));
    }

    private static void checkCounts(RunInstancesRequest request) {
        if (request.minCount() == null || request.maxCount() == null) {
            throw new AwsError(
                    "MissingParameter",
                    "The request must contain the parameters MinCount and MaxCount");
        }
        if (request.minCount() < 1 || request.maxCount() < 1) {
            throw invalid("minCount and maxCount must be at least 1.");
        }
        if (request.minCount() > request.maxCount()) {
            throw invalid(
                    "Value (%d) for parameter maxCount is invalid. Must be greater than or equal to minCount."
                            .formatted(request.maxCount()));
        }
    }

    private static InstanceKind kind(RunInstancesRequest request) {
        String name =
                request.instanceTypeAsString() == null
                        ? "t3.micro"
                        : request.instanceTypeAsString();
        return InstanceKinds.find(name)
                .orElseThrow(() -> invalid("Invalid value '" + name + "' for InstanceType."));
    }

    private String image(RunInstancesRequest request, InstanceKind kind) {
        if (request.imageId() == null) {
            throw new AwsError(
                    "MissingParameter", "The request must contain the parameter ImageId");
        }
        account.checkImage(request.imageId());
        if (kind.arm() != request.imageId().equals(Account.ARM_IMAGE)) {
            throw invalid(
                    "The architecture of the specified instance type (%s) does not match that of the specified AMI (%s)."
                            .formatted(kind.name(), request.imageId()));
        }
        return request.imageId();
    }

    private static boolean hibernation(RunInstancesRequest request, InstanceKind kind) {
        boolean configured =
                request.hibernationOptions() != null
                        && Boolean.TRUE.equals(request.hibernationOptions().configured());
        if (configured && !kind.supportsHibernation()) {
            throw new AwsError(
                    "UnsupportedHibernationConfiguration",
                    "The instance type '" + kind.name() + "' does not support hibernation.");
        }
        return configured;
    }

    private static byte[] userData(RunInstancesRequest request) {
        if (request.userData() == null) {
            return new byte[0];
        }
        byte[] decoded;
        try {
            decoded = Base64.getMimeDecoder().decode(request.userData());
        } catch (IllegalArgumentException e) {
            throw invalid("Invalid BASE64 encoding of user data.");
        }
        if (decoded.length > MAX_USER_DATA_BYTES) {
            throw invalid("User data is limited to 16384 bytes");
        }
        return decoded;
    }

    private static Optional<InstanceNetworkInterfaceSpecification> firstInterface(
            RunInstancesRequest request) {
        return request.networkInterfaces().stream().findFirst();
    }

    private static Optional<String> subnet(RunInstancesRequest request) {
        return Optional.ofNullable(request.subnetId())
                .or(
                        () ->
                                firstInterface(request)
                                        .map(InstanceNetworkInterfaceSpecification::subnetId));
    }

    private static Optional<String> zone(RunInstancesRequest request) {
        return Optional.ofNullable(request.placement())
                .flatMap(placement -> Optional.ofNullable(placement.availabilityZone()));
    }

    private static List<String> groups(RunInstancesRequest request) {
        List<String> groups = new ArrayList<>(request.securityGroupIds());
        groups.addAll(request.securityGroups());
        firstInterface(request).ifPresent(it -> groups.addAll(it.groups()));
        return groups;
    }

    private static List<Tag> tags(RunInstancesRequest request, String type, boolean inMetadata) {
        List<Tag> tags = new ArrayList<>();
        for (var specification : request.tagSpecifications()) {
            String resourceType = specification.resourceTypeAsString();
            if (resourceType == null || !TAGGABLE_TYPES.contains(resourceType)) {
                throw invalid(
                        "'"
                                + resourceType
                                + "' is not a valid taggable resource type for this operation.");
            }
            if (resourceType.equals(type)) {
                tags.addAll(specification.tags());
            }
        }
        ResourceTags.check(tags, inMetadata);
        return List.copyOf(tags);
    }

    private static String profileArn(IamInstanceProfileSpecification profile) {
        return profile.arn() != null
                ? profile.arn()
                : "arn:aws:iam::" + Account.ID + ":instance-profile/" + profile.name();
    }

    private static AwsError invalid(String message) {
        return new AwsError("InvalidParameterValue", message);
    }
}
