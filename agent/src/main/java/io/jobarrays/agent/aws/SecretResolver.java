package io.jobarrays.agent.aws;

import com.fasterxml.jackson.databind.JsonNode;
import io.jobarrays.agent.server.MessageCodec;
import io.jobarrays.contract.Refusal;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Values that stand for something kept elsewhere: {@code ssm:NAME} for a parameter of Systems
 * Manager, {@code secretsmanager:NAME} or {@code secretsmanager:NAME#KEY} for a secret or one key
 * of the JSON in it.
 */
public final class SecretResolver {
    private static final String SSM_PREFIX = "ssm:";
    private static final String SECRETS_MANAGER_PREFIX = "secretsmanager:";

    private final MessageCodec codec;
    private final AwsJsonClient aws;

    public SecretResolver(MessageCodec wire, AwsJsonClient aws) {
        this.codec = wire;
        this.aws = aws;
    }

    /**
     * The variables with their values.
     *
     * @throws Refusal which variable has none, and why
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
                    "env: %s is to be %s, which cannot be read by this machine's role: %s"
                            .formatted(variable, reference, e.getMessage()));
        }
    }

    private String parameter(String name) throws IOException, InterruptedException {
        String body = codec.write(new TreeMap<>(Map.of("Name", name, "WithDecryption", true)));
        JsonNode answer = aws.call("ssm", "AmazonSSM.GetParameter", body);
        return requireText(answer.path("Parameter").path("Value"), "it is no text");
    }

    private String secret(String reference) throws IOException, InterruptedException {
        int hash = reference.lastIndexOf('#');
        String name = hash < 0 ? reference : reference.substring(0, hash);
        String body = codec.write(Map.of("SecretId", name));
        JsonNode answer = aws.call("secretsmanager", "secretsmanager.GetSecretValue", body);
        String secret = requireText(answer.path("SecretString"), "it is no text");
        if (hash < 0) {
            return secret;
        }
        String key = reference.substring(hash + 1);
        JsonNode value = codec.readTree(secret).path(key);
        return value.isNumber() || value.isBoolean()
                ? value.asText()
                : requireText(value, "it is no JSON object with the text \"%s\"".formatted(key));
    }

    private static String requireText(JsonNode value, String otherwise) throws IOException {
        if (!value.isTextual()) {
            throw new IOException(otherwise);
        }
        return value.asText();
    }
}
