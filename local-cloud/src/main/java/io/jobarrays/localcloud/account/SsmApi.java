package io.jobarrays.localcloud.account;

import io.jobarrays.localcloud.front.DenialReason;
import io.jobarrays.localcloud.front.HttpCall;
import io.jobarrays.localcloud.front.HttpReply;
import io.jobarrays.localcloud.front.ServiceApi;
import io.jobarrays.localcloud.limits.AccountSize;
import io.jobarrays.localcloud.limits.AccountSizeLimit;
import io.jobarrays.localcloud.limits.SizeLimits;
import io.jobarrays.localcloud.protocol.AwsError;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;

/** SSM: GetParameter, GetParameters, PutParameter. */
public final class SsmApi implements ServiceApi {
    private static final AwsJson PROTOCOL = new AwsJson("AmazonSSM.");
    private static final Set<String> OPERATIONS =
            Set.of("GetParameter", "GetParameters", "PutParameter");

    private final ParameterStore parameters;
    private final SizeLimits sizes;

    public SsmApi(ParameterStore parameters, SizeLimits sizes) {
        this.parameters = parameters;
        this.sizes = sizes;
    }

    @Override
    public String service() {
        return "ssm";
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
            case "GetParameter" -> get(body);
            case "GetParameters" -> getAll(body);
            case "PutParameter" -> put(body);
            default -> throw AwsError.notImplemented("SSM " + operation);
        };
    }

    private HttpReply put(JsonNode body) {
        AwsJson.only(body, "PutParameter", "Name", "Type", "Value", "Overwrite");
        Parameter put =
                parameters.put(
                        AwsJson.text(body, "Name"),
                        AwsJson.optional(body, "Type"),
                        AwsJson.text(body, "Value"),
                        AwsJson.flag(body, "Overwrite"));
        return AwsJson.reply(Map.of("Version", put.version(), "Tier", "Standard"));
    }

    private HttpReply get(JsonNode body) {
        AwsJson.only(body, "GetParameter", "Name", "WithDecryption");
        String name = AwsJson.text(body, "Name");
        Parameter found =
                parameters
                        .find(name)
                        .orElseThrow(
                                () ->
                                        new AwsError(
                                                "ParameterNotFound",
                                                "There is no parameter " + name + "."));
        return AwsJson.reply(Map.of("Parameter", found.view(AwsJson.flag(body, "WithDecryption"))));
    }

    private HttpReply getAll(JsonNode body) {
        AwsJson.only(body, "GetParameters", "Names", "WithDecryption");
        List<String> names = AwsJson.texts(body, "Names");
        AccountSizeLimit limit = sizes.of(AccountSize.PARAMETER_NAMES_PER_CALL);
        if (names.isEmpty() || limit.isExceededBy(names.size())) {
            throw new AwsError(
                    "ValidationException", "Names holds 1 to " + limit.max() + " names.");
        }
        boolean decrypted = AwsJson.flag(body, "WithDecryption");
        List<Map<String, Object>> found = new ArrayList<>();
        List<String> invalid = new ArrayList<>();
        for (String name : names) {
            Optional<Parameter> parameter = parameters.find(name);
            parameter.ifPresentOrElse(it -> found.add(it.view(decrypted)), () -> invalid.add(name));
        }
        return AwsJson.reply(Map.of("Parameters", found, "InvalidParameters", invalid));
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
