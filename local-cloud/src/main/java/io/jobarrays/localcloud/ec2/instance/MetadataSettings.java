package io.jobarrays.localcloud.ec2.instance;

import software.amazon.awssdk.services.ec2.model.InstanceMetadataOptionsRequest;
import software.amazon.awssdk.services.ec2.model.InstanceMetadataOptionsResponse;

/**
 * The metadata options of an instance, as far as they make a difference here: tokens are always
 * required and the hop limit is reported only, because nothing hops.
 *
 * @param tags whether the instance sees its own tags
 */
public record MetadataSettings(boolean enabled, boolean instanceTags, int hopLimit) {
    public static final MetadataSettings DEFAULT = new MetadataSettings(true, false, 2);

    public static MetadataSettings of(InstanceMetadataOptionsRequest asked) {
        return new MetadataSettings(
                !"disabled".equals(asked.httpEndpointAsString()),
                "enabled".equals(asked.instanceMetadataTagsAsString()),
                asked.httpPutResponseHopLimit() == null ? 2 : asked.httpPutResponseHopLimit());
    }

    InstanceMetadataOptionsResponse toResponse() {
        return InstanceMetadataOptionsResponse.builder()
                .state("applied")
                .httpTokens("required")
                .httpPutResponseHopLimit(hopLimit)
                .httpEndpoint(enabled ? "enabled" : "disabled")
                .httpProtocolIpv6("disabled")
                .instanceMetadataTags(instanceTags ? "enabled" : "disabled")
                .build();
    }
}
