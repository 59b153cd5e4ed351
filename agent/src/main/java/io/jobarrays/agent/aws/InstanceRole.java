package io.jobarrays.agent.aws;

import com.fasterxml.jackson.databind.JsonNode;
import io.jobarrays.agent.host.MetadataClient;
import io.jobarrays.agent.server.MessageCodec;
import java.io.IOException;

/** What this machine may do in AWS, as the metadata service tells it. */
public final class InstanceRole {
    private static final String CREDENTIALS_PATH = "/latest/meta-data/iam/security-credentials/";
    private static final String REGION_PATH = "/latest/meta-data/placement/region";

    private final MetadataClient metadata;
    private final MessageCodec codec;

    public InstanceRole(MetadataClient metadata, MessageCodec wire) {
        this.metadata = metadata;
        this.codec = wire;
    }

    /** Good for some hours. */
    @SuppressWarnings("OverrideToString") // it holds what no log may show
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
        JsonNode answer = codec.readTree(metadata.get(CREDENTIALS_PATH + role));
        if (!answer.path("AccessKeyId").isTextual()) {
            throw new IOException("the machine has no role: launch it with an instance profile");
        }
        return new Credentials(
                answer.path("AccessKeyId").asText(),
                answer.path("SecretAccessKey").asText(),
                answer.path("Token").asText());
    }
}
