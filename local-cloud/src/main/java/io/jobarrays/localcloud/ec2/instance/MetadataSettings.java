package io.jobarrays.localcloud.ec2.instance;

import io.jobarrays.localcloud.protocol.AwsError;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.InstanceMetadataOptionsRequest;
import software.amazon.awssdk.services.ec2.model.InstanceMetadataOptionsResponse;
import software.amazon.awssdk.services.ec2.model.ModifyInstanceMetadataOptionsRequest;

/**
 * Metadata options of an instance. Tokens are always required; the hop limit is only reported,
 * since metadata requests are not routed.
 *
 * @param instanceTags whether metadata contains the instance's tags
 */
public record MetadataSettings(boolean enabled, boolean instanceTags, int hopLimit) {
    public static final MetadataSettings DEFAULT = new MetadataSettings(true, false, 2);

    /** API reference of InstanceMetadataOptionsRequest, HttpPutResponseHopLimit: 1 to 64. */
    private static final int MAX_HOP_LIMIT = 64;

    public static MetadataSettings of(InstanceMetadataOptionsRequest requested) {
        return DEFAULT.changed(
                requested.httpTokensAsString(),
                requested.httpProtocolIpv6AsString(),
                requested.httpEndpointAsString(),
                requested.instanceMetadataTagsAsString(),
                requested.httpPutResponseHopLimit());
    }

    /** These settings with those that the request changes. */
    public MetadataSettings changed(ModifyInstanceMetadataOptionsRequest requested) {
        return changed(
                requested.httpTokensAsString(),
                requested.httpProtocolIpv6AsString(),
                requested.httpEndpointAsString(),
                requested.instanceMetadataTagsAsString(),
                requested.httpPutResponseHopLimit());
    }

    public InstanceMetadataOptionsResponse toResponse() {
        return InstanceMetadataOptionsResponse.builder()
                .state("applied")
                .httpTokens("required")
                .httpPutResponseHopLimit(hopLimit)
                .httpEndpoint(enabled ? "enabled" : "disabled")
                .httpProtocolIpv6("disabled")
                .instanceMetadataTags(instanceTags ? "enabled" : "disabled")
                .build();
    }

    private MetadataSettings changed(
            @Nullable String tokens,
            @Nullable String ipv6,
            @Nullable String endpoint,
            @Nullable String tags,
            @Nullable Integer hops) {
        if ("optional".equals(oneOf("HttpTokens", tokens, "required", "optional"))) {
            throw AwsError.notImplemented("Metadata without tokens, HttpTokens=optional,");
        }
        if (isEnabled("HttpProtocolIpv6", ipv6, false)) {
            throw AwsError.notImplemented("Metadata over IPv6");
        }
        return new MetadataSettings(
                isEnabled("HttpEndpoint", endpoint, enabled),
                isEnabled("InstanceMetadataTags", tags, instanceTags),
                hops == null ? hopLimit : checkedHopLimit(hops));
    }

    private static boolean isEnabled(String name, @Nullable String value, boolean unchanged) {
        return Optional.ofNullable(oneOf(name, value, "enabled", "disabled"))
                .map("enabled"::equals)
                .orElse(unchanged);
    }

    private static @Nullable String oneOf(
            String name, @Nullable String value, String first, String second) {
        if (value != null && !Set.of(first, second).contains(value)) {
            throw invalid(name, value, first + " or " + second);
        }
        return value;
    }

    private static int checkedHopLimit(int hops) {
        if (hops < 1 || hops > MAX_HOP_LIMIT) {
            throw invalid("HttpPutResponseHopLimit", String.valueOf(hops), "a value from 1 to 64");
        }
        return hops;
    }

    private static AwsError invalid(String name, String value, String expected) {
        return new AwsError(
                "InvalidParameterValue",
                "Value (%s) for parameter %s is invalid. Expecting %s."
                        .formatted(value, name, expected));
    }
}
