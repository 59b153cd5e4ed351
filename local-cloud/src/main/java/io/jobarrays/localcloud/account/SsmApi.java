package io.jobarrays.localcloud.account;

import io.jobarrays.localcloud.ec2.Account;
import io.jobarrays.localcloud.front.Api;
import io.jobarrays.localcloud.front.Denial;
import io.jobarrays.localcloud.front.Reply;
import io.jobarrays.localcloud.front.Request;
import io.jobarrays.localcloud.protocol.AwsError;
import io.jobarrays.localcloud.protocol.Json;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;
import software.amazon.awssdk.protocols.jsoncore.JsonNodeParser;

/** SSM in JSON 1.1, of which GetParameter of the public names of Amazon Linux images only. */
public final class SsmApi implements Api {
    private static final String TARGET = "AmazonSSM.";
    private static final String JSON = "application/x-amz-json-1.1";
    private static final Pattern IMAGE =
            Pattern.compile(
                    "/aws/service/ami-amazon-linux-latest/"
                            + "(?:al2023-ami-[a-z0-9.-]+|amzn2-ami-[a-z0-9.-]+)-(x86_64|arm64)(?:-[a-z0-9]+)?");

    @Override
    public String service() {
        return "ssm";
    }

    @Override
    public boolean speaks(Request request) {
        return request.header("X-Amz-Target").filter(it -> it.startsWith(TARGET)).isPresent();
    }

    @Override
    public String operation(Request request) {
        return request.header("X-Amz-Target").orElse(TARGET).substring(TARGET.length());
    }

    @Override
    public Reply answer(Request request, String requestId) {
        String operation = operation(request);
        if (!operation.equals("GetParameter")) {
            throw AwsError.notImplemented("SSM " + operation);
        }
        String name = name(request);
        Matcher image = IMAGE.matcher(name);
        if (!image.matches()) {
            throw new AwsError("ParameterNotFound", "There is no parameter " + name + ".");
        }
        String value = image.group(1).equals("arm64") ? Account.ARM_IMAGE : Account.IMAGE;
        return Reply.json(
                200,
                JSON,
                """
                {"Parameter":{"Name":%s,"Type":"String","Value":%s,"Version":1,"DataType":"text",\
                "ARN":%s,"LastModifiedDate":1767225600}}"""
                        .formatted(
                                Json.text(name),
                                Json.text(value),
                                Json.text("arn:aws:ssm:" + Account.REGION + "::parameter" + name)));
    }

    @Override
    public Reply refusal(AwsError error, String requestId) {
        return Reply.json(
                error.status(),
                JSON,
                "{\"__type\":"
                        + Json.text(error.code())
                        + ",\"message\":"
                        + Json.text(error.text())
                        + "}");
    }

    @Override
    public AwsError denial(Denial denial) {
        String code =
                switch (denial) {
                    case MISSING -> "MissingAuthenticationTokenException";
                    case INCOMPLETE -> "IncompleteSignatureException";
                    case UNKNOWN_KEY -> "UnrecognizedClientException";
                    case WRONG_SIGNATURE, WRONG_SCOPE, EXPIRED -> "InvalidSignatureException";
                };
        return new AwsError(400, code, denial.sentence());
    }

    private static String name(Request request) {
        try {
            Optional<JsonNode> name = JsonNodeParser.create().parse(request.text()).field("Name");
            return name.filter(JsonNode::isString)
                    .map(JsonNode::asString)
                    .orElseThrow(() -> new AwsError("ValidationException", "The name is missing."));
        } catch (java.io.UncheckedIOException | IllegalArgumentException e) {
            throw new AwsError("SerializationException", "The body is no JSON object.");
        }
    }
}
