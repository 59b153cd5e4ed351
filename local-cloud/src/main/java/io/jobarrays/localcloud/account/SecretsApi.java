package io.jobarrays.localcloud.account;

import io.jobarrays.localcloud.front.DenialReason;
import io.jobarrays.localcloud.front.HttpCall;
import io.jobarrays.localcloud.front.HttpReply;
import io.jobarrays.localcloud.front.ServiceApi;
import io.jobarrays.localcloud.protocol.AwsError;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;

/** Secrets Manager: CreateSecret, PutSecretValue, GetSecretValue. */
public final class SecretsApi implements ServiceApi {
    private static final AwsJson PROTOCOL = new AwsJson("secretsmanager.");
    private static final Set<String> OPERATIONS =
            Set.of("CreateSecret", "PutSecretValue", "GetSecretValue");

    private final SecretStore secrets;

    public SecretsApi(SecretStore secrets) {
        this.secrets = secrets;
    }

    @Override
    public String service() {
        return "secretsmanager";
    }

    @Override
    public boolean speaks(HttpCall request) {
        return PROTOCOL.speaks(request);
    }

    @Override
    public Optional<String> operation(HttpCall request) {
        return Optional.of(PROTOCOL.operation(request)).filter(OPERATIONS::contains);
    }

    @Override
    public HttpReply answer(HttpCall request, String requestId) {
        String operation = PROTOCOL.operation(request);
        JsonNode body = AwsJson.body(request);
        return switch (operation) {
            case "CreateSecret" -> create(body);
            case "PutSecretValue" -> put(body);
            case "GetSecretValue" -> get(body);
            default -> throw AwsError.notImplemented("Secrets Manager " + operation);
        };
    }

    private HttpReply create(JsonNode body) {
        AwsJson.only(
                body, "CreateSecret", "Name", "ClientRequestToken", Secret.TEXT, Secret.BINARY);
        return AwsJson.reply(
                secrets.create(
                                AwsJson.text(body, "Name"),
                                token(body),
                                valueField(body),
                                AwsJson.text(body, valueField(body)))
                        .identifiers());
    }

    private HttpReply put(JsonNode body) {
        AwsJson.only(
                body,
                "PutSecretValue",
                "SecretId",
                "ClientRequestToken",
                Secret.TEXT,
                Secret.BINARY);
        Secret put =
                secrets.put(
                        AwsJson.text(body, "SecretId"),
                        token(body),
                        valueField(body),
                        AwsJson.text(body, valueField(body)));
        Map<String, Object> identifiers = put.identifiers();
        identifiers.put("VersionStages", secrets.stages(put));
        return AwsJson.reply(identifiers);
    }

    private HttpReply get(JsonNode body) {
        AwsJson.only(body, "GetSecretValue", "SecretId", "VersionId", "VersionStage");
        return AwsJson.reply(
                secrets.get(
                        AwsJson.text(body, "SecretId"),
                        AwsJson.optional(body, "VersionId"),
                        AwsJson.optional(body, "VersionStage")));
    }

    private static String valueField(JsonNode body) {
        boolean isBinary = AwsJson.optional(body, Secret.BINARY).isPresent();
        if (isBinary && AwsJson.optional(body, Secret.TEXT).isPresent()) {
            throw new AwsError(
                    "InvalidParameterException",
                    "You can't specify both a binary secret value and a string secret value in the"
                            + " same secret.");
        }
        return isBinary ? Secret.BINARY : Secret.TEXT;
    }

    private static String token(JsonNode body) {
        return AwsJson.optional(body, "ClientRequestToken")
                .orElseGet(() -> UUID.randomUUID().toString());
    }

    @Override
    public HttpReply refusal(AwsError error, String requestId) {
        return AwsJson.refusal(error);
    }

    @Override
    public AwsError denial(DenialReason denial) {
        return AwsJson.denial(denial);
    }
}
