package io.jobarrays.localcloud.ec2.launch;

import io.jobarrays.localcloud.ec2.catalogue.Account;
import io.jobarrays.localcloud.ec2.catalogue.Images;
import io.jobarrays.localcloud.ec2.catalogue.InstanceKind;
import io.jobarrays.localcloud.ec2.catalogue.InstanceKind.Feature;
import io.jobarrays.localcloud.ec2.catalogue.InstanceKinds;
import io.jobarrays.localcloud.ec2.instance.EmulatedLaunch;
import io.jobarrays.localcloud.ec2.instance.MetadataSettings;
import io.jobarrays.localcloud.ec2.instance.ResourceTags;
import io.jobarrays.localcloud.ec2.instance.RootVolume;
import io.jobarrays.localcloud.ec2.instance.ShutdownAction;
import io.jobarrays.localcloud.ec2.instance.SpotTerms;
import io.jobarrays.localcloud.ec2.resources.KeyPairs;
import io.jobarrays.localcloud.ec2.resources.PlacementGroups;
import io.jobarrays.localcloud.limits.SizeLimits;
import io.jobarrays.localcloud.protocol.AwsError;
import java.util.Optional;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;

/** Converts the parameters of RunInstances to a launch, or rejects them with EC2's errors. */
public final class LaunchValidator {
    /** API reference of RunInstances, InstanceType. */
    static final String DEFAULT_TYPE = "m1.small";

    private static final int MIB_PER_GIB = 1024;

    private final Account account;
    private final KeyPairs keyPairs;
    private final PlacementGroups placementGroups;
    private final ResourceTags tags;
    private final SizeLimits sizes;

    public LaunchValidator(
            Account account,
            KeyPairs keyPairs,
            PlacementGroups placementGroups,
            ResourceTags tags,
            SizeLimits sizes) {
        this.account = account;
        this.keyPairs = keyPairs;
        this.placementGroups = placementGroups;
        this.tags = tags;
        this.sizes = sizes;
    }

    public EmulatedLaunch validate(RunInstancesRequest request) {
        checkCounts(request);
        if (request.launchTemplate() != null) {
            throw AwsError.notImplemented("RunInstances with a launch template");
        }
        InstanceKind kind = kind(request);
        String image = image(request, kind);
        LaunchGroups.check(request, account);
        Optional<String> keyName = Optional.ofNullable(request.keyName());
        keyName.ifPresent(keyPairs::check);
        LaunchPlacement placement = LaunchPlacement.of(request, kind, account, placementGroups);
        RootVolume volume = RootVolumeMapping.of(request.blockDeviceMappings());
        MetadataSettings metadata =
                request.metadataOptions() == null
                        ? MetadataSettings.DEFAULT
                        : MetadataSettings.of(request.metadataOptions());
        return new EmulatedLaunch(
                image,
                kind,
                placement.subnet(),
                placement.group(),
                LaunchUserData.decode(request.userData(), sizes),
                volume,
                keyName,
                Optional.ofNullable(request.clientToken()),
                Optional.ofNullable(request.iamInstanceProfile()).map(LaunchProfile::arn),
                market(request, kind),
                hibernation(request, kind, volume),
                ShutdownAction.terminates(request.instanceInitiatedShutdownBehaviorAsString()),
                metadata,
                LaunchTags.of(request, "instance", metadata.instanceTags(), tags),
                LaunchTags.of(request, "volume", false, tags));
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
                        ? DEFAULT_TYPE
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
        if (!kind.supports(Account.architecture(request.imageId()))) {
            throw invalid(
                    "The architecture of the specified instance type (%s) does not match that of the specified AMI (%s)."
                            .formatted(kind.name(), request.imageId()));
        }
        return request.imageId();
    }

    private static Optional<SpotTerms> market(RunInstancesRequest request, InstanceKind kind) {
        boolean hibernates =
                request.hibernationOptions() != null
                        && Boolean.TRUE.equals(request.hibernationOptions().configured());
        Optional<SpotTerms> terms =
                Optional.ofNullable(request.instanceMarketOptions())
                        .map(options -> SpotTerms.of(options, hibernates));
        if (terms.isPresent() && !kind.has(Feature.SPOT)) {
            throw new AwsError(
                    "Unsupported",
                    "The instance type '" + kind.name() + "' is not supported as a Spot Instance.");
        }
        return terms;
    }

    /**
     * Whether the launch configures hibernation: "Prerequisites for EC2 instance hibernation" in
     * the EC2 user guide.
     */
    private static boolean hibernation(
            RunInstancesRequest request, InstanceKind kind, RootVolume volume) {
        if (request.hibernationOptions() == null
                || !Boolean.TRUE.equals(request.hibernationOptions().configured())) {
            return false;
        }
        if (!kind.supportsHibernation()) {
            throw unsupportedHibernation(
                    "The instance type '" + kind.name() + "' does not support hibernation.");
        }
        if (!volume.encrypted()) {
            throw unsupportedHibernation(
                    "Hibernation requires an encrypted root volume: set Ebs.Encrypted for "
                            + Images.ROOT_DEVICE
                            + ".");
        }
        if (volume.sizeGib() * MIB_PER_GIB < kind.memoryMib()) {
            throw unsupportedHibernation(
                    "The root volume of %d GiB is too small for the %d MiB of memory of '%s'."
                            .formatted(volume.sizeGib(), kind.memoryMib(), kind.name()));
        }
        return true;
    }

    private static AwsError unsupportedHibernation(String message) {
        return new AwsError("UnsupportedHibernationConfiguration", message);
    }

    private static AwsError invalid(String message) {
        return new AwsError("InvalidParameterValue", message);
    }
}
