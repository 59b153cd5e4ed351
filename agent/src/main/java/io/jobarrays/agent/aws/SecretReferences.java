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
public final class SecretReferences {
    private static final String SSM = "ssm:";
    private static final String SECRETS_MANAGER = "secretsmanager:";

    private final MessageCodec wire;
    private final RoleCalls aws;

    public SecretReferences(MessageCodec wire, RoleCalls aws) {
        this.wire = wire;
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
            if (reference.startsWith(SSM) || reference.startsWith(SECRETS_MANAGER)) {
                resolved.put(entry.getKey(), value(entry.getKey(), reference));
            }
        }
        return resolved;
    }

    private String value(String variable, String reference) throws InterruptedException {
        try {
            return reference.startsWith(SSM)
                    ? parameter(reference.substring(SSM.length()))
                    : secret(reference.substring(SECRETS_MANAGER.length()));
        } catch (IOException e) {
            throw new Refusal(
                    "env: %s is to be %s, which cannot be read by this machine's role: %s"
                            .formatted(variable, reference, e.getMessage()));
        }
    }

    private String parameter(String name) throws IOException, InterruptedException {
        String body = wire.write(new TreeMap<>(Map.of("Name", name, "WithDecryption", true)));
        JsonNode answer = aws.call("ssm", "AmazonSSM.GetParameter", body);
        return text(answer.path("Parameter").path("Value"), "it is no text");
    }

    private String secret(String reference) throws IOException, InterruptedException {
        int hash = reference.lastIndexOf('#');
        String name = hash < 0 ? reference : reference.substring(0, hash);
        String body = wire.write(Map.of("SecretId", name));
        JsonNode answer = aws.call("secretsmanager", "secretsmanager.GetSecretValue", body);
        String secret = text(answer.path("SecretString"), "it is no text");
        if (hash < 0) {
            return secret;
        }
        String key = reference.substring(hash + 1);
        JsonNode value = wire.tree(secret).path(key);
        return value.isNumber() || value.isBoolean()
                ? value.asText()
                : text(value, "it is no JSON object with the text \"%s\"".formatted(key));
    }

    private static String text(JsonNode value, String otherwise) throws IOException {
        if (!value.isTextual()) {
            throw new IOException(otherwise);
        }
        return value.asText();
    }
}
