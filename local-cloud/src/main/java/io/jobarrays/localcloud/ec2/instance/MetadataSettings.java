package io.jobarrays.localcloud.ec2.instance;

import software.amazon.awssdk.services.ec2.model.InstanceMetadataOptionsRequest;
import software.amazon.awssdk.services.ec2.model.InstanceMetadataOptionsResponse;

/**
 * Metadata options of an instance. Tokens are always required; the hop limit is only reported,
 * since metadata requests are not routed.
 *
 * @param instanceTags whether metadata contains the instance's tags
 */
public record MetadataSettings(boolean enabled, boolean instanceTags, int hopLimit) {
    public static final MetadataSettings DEFAULT = new MetadataSettings(true, false, 2);

    public static MetadataSettings of(InstanceMetadataOptionsRequest requested) {
        return new MetadataSettings(
                !"disabled".equals(requested.httpEndpointAsString()),
                "enabled".equals(requested.instanceMetadataTagsAsString()),
                requested.httpPutResponseHopLimit() == null
                        ? 2
                        : requested.httpPutResponseHopLimit());
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
