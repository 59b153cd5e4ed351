package io.jobarrays.agent.aws;

import com.fasterxml.jackson.databind.JsonNode;
import io.jobarrays.agent.host.MetadataClient;
import io.jobarrays.agent.server.MessageCodec;
import java.io.IOException;

/** Credentials of the instance profile's role and the region, from the metadata service. */
public final class InstanceRole {
    private static final String CREDENTIALS_PATH = "/latest/meta-data/iam/security-credentials/";
    private static final String REGION_PATH = "/latest/meta-data/placement/region";

    private final MetadataClient metadata;
    private final MessageCodec codec;

    public InstanceRole(MetadataClient metadata, MessageCodec codec) {
        this.metadata = metadata;
        this.codec = codec;
    }

    /** Temporary credentials, valid for some hours. */
    @SuppressWarnings("OverrideToString") // secrets must not reach a log
    record Credentials(String keyId, String secretKey, String sessionToken) {
        @Override
        public String toString() {
            return keyId;
        }
    }

    String region() throws IOException, InterruptedException {
        return metadata.get(REGION_PATH).strip();
    }

    Credentials credentials() throws IOException, InterruptedException {
        String role = metadata.get(CREDENTIALS_PATH).strip().lines().findFirst().orElse("");
        JsonNode response = codec.readTree(metadata.get(CREDENTIALS_PATH + role));
        if (!response.path("AccessKeyId").isTextual()) {
            throw new IOException("the machine has no role: launch it with an instance profile");
        }
        return new Credentials(
                response.path("AccessKeyId").asText(),
                response.path("SecretAccessKey").asText(),
                response.path("Token").asText());
    }
}
