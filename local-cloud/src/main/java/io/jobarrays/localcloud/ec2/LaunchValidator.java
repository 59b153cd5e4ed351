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

/** Turns the parameters of RunInstances into an order, or refuses them as EC2 does. */
final class LaunchValidator {
    private static final int MAX_USER_DATA_BYTES = 16_384;
    private static final Set<String> TAGGABLE_TYPES =
            Set.of("instance", "volume", "network-interface", "spot-instances-request");

    private final Account account;

    LaunchValidator(Account account) {
        this.account = account;
    }

    EmulatedLaunch validate(RunInstancesRequest asked) {
        checkCounts(asked);
        if (asked.launchTemplate() != null) {
            throw AwsError.notImplemented("RunInstances with a launch template");
        }
        InstanceKind kind = kind(asked);
        String image = image(asked, kind);
        groups(asked).forEach(account::checkGroup);
        MetadataSettings metadata =
                asked.metadataOptions() == null
                        ? MetadataSettings.DEFAULT
                        : MetadataSettings.of(asked.metadataOptions());
        return new EmulatedLaunch(
                image,
                kind,
                account.subnet(subnet(asked), zone(asked)),
                userData(asked),
                Optional.ofNullable(asked.keyName()),
                Optional.ofNullable(asked.clientToken()),
                Optional.ofNullable(asked.iamInstanceProfile()).map(LaunchValidator::profileArn),
                Optional.ofNullable(asked.instanceMarketOptions()).map(SpotTerms::of),
                hibernation(asked, kind),
                "terminate".equals(asked.instanceInitiatedShutdownBehaviorAsString()),
                metadata,
                tags(asked, "instance", metadata.instanceTags()),
                tags(asked, "volume", false));
    }

    private static void checkCounts(RunInstancesRequest asked) {
        if (asked.minCount() == null || asked.maxCount() == null) {
            throw new AwsError(
                    "MissingParameter",
                    "The request must contain the parameters MinCount and MaxCount");
        }
        if (asked.minCount() < 1 || asked.maxCount() < 1) {
            throw invalid("minCount and maxCount must be at least 1.");
        }
        if (asked.minCount() > asked.maxCount()) {
            throw invalid(
                    "Value (%d) for parameter maxCount is invalid. Must be greater than or equal to minCount."
                            .formatted(asked.maxCount()));
        }
    }

    private static InstanceKind kind(RunInstancesRequest asked) {
        String name =
                asked.instanceTypeAsString() == null ? "t3.micro" : asked.instanceTypeAsString();
        return InstanceKinds.find(name)
                .orElseThrow(() -> invalid("Invalid value '" + name + "' for InstanceType."));
    }

    private String image(RunInstancesRequest asked, InstanceKind kind) {
        if (asked.imageId() == null) {
            throw new AwsError(
                    "MissingParameter", "The request must contain the parameter ImageId");
        }
        account.checkImage(asked.imageId());
        if (kind.arm() != asked.imageId().equals(Account.ARM_IMAGE)) {
            throw invalid(
                    "The architecture of the specified instance type (%s) does not match that of the specified AMI (%s)."
                            .formatted(kind.name(), asked.imageId()));
        }
        return asked.imageId();
    }

    private static boolean hibernation(RunInstancesRequest asked, InstanceKind kind) {
        boolean configured =
                asked.hibernationOptions() != null
                        && Boolean.TRUE.equals(asked.hibernationOptions().configured());
        if (configured && !kind.supportsHibernation()) {
            throw new AwsError(
                    "UnsupportedHibernationConfiguration",
                    "The instance type '" + kind.name() + "' does not support hibernation.");
        }
        return configured;
    }

    private static byte[] userData(RunInstancesRequest asked) {
        if (asked.userData() == null) {
            return new byte[0];
        }
        byte[] decoded;
        try {
            decoded = Base64.getMimeDecoder().decode(asked.userData());
        } catch (IllegalArgumentException e) {
            throw invalid("Invalid BASE64 encoding of user data.");
        }
        if (decoded.length > MAX_USER_DATA_BYTES) {
            throw invalid("User data is limited to 16384 bytes");
        }
        return decoded;
    }

    private static Optional<InstanceNetworkInterfaceSpecification> firstInterface(
            RunInstancesRequest asked) {
        return asked.networkInterfaces().stream().findFirst();
    }

    private static Optional<String> subnet(RunInstancesRequest asked) {
        return Optional.ofNullable(asked.subnetId())
                .or(
                        () ->
                                firstInterface(asked)
                                        .map(InstanceNetworkInterfaceSpecification::subnetId));
    }

    private static Optional<String> zone(RunInstancesRequest asked) {
        return Optional.ofNullable(asked.placement())
                .flatMap(placement -> Optional.ofNullable(placement.availabilityZone()));
    }

    private static List<String> groups(RunInstancesRequest asked) {
        List<String> groups = new ArrayList<>(asked.securityGroupIds());
        groups.addAll(asked.securityGroups());
        firstInterface(asked).ifPresent(it -> groups.addAll(it.groups()));
        return groups;
    }

    private static List<Tag> tags(RunInstancesRequest asked, String type, boolean inMetadata) {
        List<Tag> tags = new ArrayList<>();
        for (var specification : asked.tagSpecifications()) {
            String its = specification.resourceTypeAsString();
            if (its == null || !TAGGABLE_TYPES.contains(its)) {
                throw invalid(
                        "'" + its + "' is not a valid taggable resource type for this operation.");
            }
            if (its.equals(type)) {
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
