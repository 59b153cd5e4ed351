package io.jobarrays.server.instances.rows;

import io.jobarrays.contract.Tags;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.BlockDeviceMapping;
import software.amazon.awssdk.services.ec2.model.HttpTokensState;
import software.amazon.awssdk.services.ec2.model.InstanceMetadataTagsState;
import software.amazon.awssdk.services.ec2.model.MarketType;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;
import software.amazon.awssdk.services.ec2.model.ShutdownBehavior;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagSpecification;

/**
 * All parameters of one RunInstances call, so that a repetition after a crash is identical.
 *
 * @param token the client token
 * @param least minimum count: EC2 launches none when it has capacity for fewer
 * @param most maximum count
 * @param root null for instances that do not hibernate
 */
public record LaunchRequest(
        String token,
        int least,
        int most,
        MachineRequest machine,
        String instanceType,
        String ami,
        String userData,
        Map<String, String> tags,
        @Nullable RootDevice root) {

    /** Value of the tag that names the call on its instances. */
    public String launchTag() {
        return tags.getOrDefault(Tags.LAUNCH, "");
    }

    /**
     * The request as stored, with the same parameters in every later version: EC2 refuses another
     * one under the same client token.
     */
    public RunInstancesRequest toEc2() {
        List<Tag> all =
                tags.entrySet().stream()
                        .map(t -> Tag.builder().key(t.getKey()).value(t.getValue()).build())
                        .toList();
        RunInstancesRequest.Builder request =
                RunInstancesRequest.builder()
                        .clientToken(token)
                        .minCount(least)
                        .maxCount(most)
                        .instanceType(instanceType)
                        .imageId(ami)
                        .keyName(machine.keyName())
                        .subnetId(machine.subnet())
                        .userData(encoded())
                        // `shutdown` on the instance ends its billing, also without the server.
                        .instanceInitiatedShutdownBehavior(ShutdownBehavior.TERMINATE)
                        .metadataOptions(
                                m ->
                                        m.httpTokens(HttpTokensState.REQUIRED)
                                                .httpPutResponseHopLimit(2)
                                                .instanceMetadataTags(
                                                        InstanceMetadataTagsState.ENABLED))
                        .tagSpecifications(
                                specification(ResourceType.INSTANCE, all),
                                specification(ResourceType.VOLUME, all));
        if (!machine.securityGroups().isEmpty()) {
            request.securityGroupIds(machine.securityGroups());
        }
        if (machine.az() != null) {
            request.placement(p -> p.availabilityZone(machine.az()));
        }
        if (machine.iamInstanceProfile() != null) {
            request.iamInstanceProfile(p -> p.name(machine.iamInstanceProfile()));
        }
        if (machine.hibernation()) {
            request.hibernationOptions(h -> h.configured(true));
        }
        if (root != null) {
            request.blockDeviceMappings(encrypted(root));
        }
        if (machine.spot()) {
            request.instanceMarketOptions(
                    m ->
                            m.marketType(MarketType.SPOT)
                                    .spotOptions(s -> s.maxPrice(machine.spotMaxPrice())));
        }
        return request.build();
    }

    private String encoded() {
        return Base64.getEncoder().encodeToString(userData.getBytes(StandardCharsets.UTF_8));
    }

    private static BlockDeviceMapping encrypted(RootDevice root) {
        return BlockDeviceMapping.builder()
                .deviceName(root.name())
                .ebs(e -> e.encrypted(true).volumeSize(root.gib()).deleteOnTermination(true))
                .build();
    }

    private static TagSpecification specification(ResourceType resource, List<Tag> tags) {
        return TagSpecification.builder().resourceType(resource).tags(tags).build();
    }
}
