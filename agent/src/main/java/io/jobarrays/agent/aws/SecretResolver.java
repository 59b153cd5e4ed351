package io.jobarrays.agent.aws;

import com.fasterxml.jackson.databind.JsonNode;
import io.jobarrays.agent.server.MessageCodec;
import io.jobarrays.contract.Refusal;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Resolves references to secrets in environment values: {@code ssm:NAME} for a parameter of Systems
 * Manager, {@code secretsmanager:NAME} or {@code secretsmanager:NAME#KEY} for a secret or one key
 * of the JSON in it.
 */
public final class SecretResolver {
    private static final String SSM_PREFIX = "ssm:";
    private static final String SECRETS_MANAGER_PREFIX = "secretsmanager:";

    private final MessageCodec codec;
    private final AwsJsonClient aws;

    public SecretResolver(MessageCodec codec, AwsJsonClient aws) {
        this.codec = codec;
        this.aws = aws;
    }

    /**
     * Returns the variables with all references resolved.
     *
     * @throws Refusal naming the variable whose reference cannot be resolved
     */
    public Map<String, String> resolve(Map<String, String> environment)
            throws IOException, InterruptedException {
        Map<String, String> resolved = new LinkedHashMap<>(environment);
        for (Map.Entry<String, String> entry : environment.entrySet()) {
            String reference = entry.getValue();
            if (reference.startsWith(SSM_PREFIX) || reference.startsWith(SECRETS_MANAGER_PREFIX)) {
                resolved.put(entry.getKey(), resolveReference(entry.getKey(), reference));
            }
        }
        return resolved;
    }

    private String resolveReference(String variable, String reference) throws InterruptedException {
        try {
            return reference.startsWith(SSM_PREFIX)
                    ? parameter(reference.substring(SSM_PREFIX.length()))
                    : secret(reference.substring(SECRETS_MANAGER_PREFIX.length()));
        } catch (IOException e) {
            throw new Refusal(
                    "env: %s is %s, which this machine's role cannot read: %s"
                            .formatted(variable, reference, e.getMessage()));
        }
    }

    private String parameter(String name) throws IOException, InterruptedException {
        String body = codec.write(new TreeMap<>(Map.of("Name", name, "WithDecryption", true)));
        JsonNode response = aws.call("ssm", "AmazonSSM.GetParameter", body);
        return requireText(response.path("Parameter").path("Value"), "it is no text");
    }

    private String secret(String reference) throws IOException, InterruptedException {
        int hash = reference.lastIndexOf('#');
        String name = hash < 0 ? reference : reference.substring(0, hash);
        String body = codec.write(Map.of("SecretId", name));
        JsonNode response = aws.call("secretsmanager", "secretsmanager.GetSecretValue", body);
        String secret = requireText(response.path("SecretString"), "it is no text");
        if (hash < 0) {
            return secret;
        }
        String key = reference.substring(hash + 1);
        JsonNode value = codec.readTree(secret).path(key);
        return value.isNumber() || value.isBoolean()
                ? value.asText()
                : requireText(value, "it is no JSON object with the text \"%s\"".formatted(key));
    }

    private static String requireText(JsonNode value, String problem) throws IOException {
        if (!value.isTextual()) {
            throw new IOException(problem);
        }
        return value.asText();
    }
}
