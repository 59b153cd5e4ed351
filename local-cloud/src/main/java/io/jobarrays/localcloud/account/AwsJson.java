package io.jobarrays.localcloud.account;

import io.jobarrays.localcloud.front.DenialReason;
import io.jobarrays.localcloud.front.HttpCall;
import io.jobarrays.localcloud.front.HttpReply;
import io.jobarrays.localcloud.protocol.AwsError;
import io.jobarrays.localcloud.protocol.JsonWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;

/**
 * AWS's JSON 1.1 protocol, shared by SSM and Secrets Manager.
 *
 * @param target service prefix of {@code X-Amz-Target}, including its dot
 */
record AwsJson(String target) {
    private static final String TYPE = "application/x-amz-json-1.1";

    boolean speaks(HttpCall request) {
        return request.header("X-Amz-Target").filter(it -> it.startsWith(target)).isPresent();
    }

    /** Name after the prefix, whether or not there is such an operation. */
    String operation(HttpCall request) {
        return request.header("X-Amz-Target").orElse(target).substring(target.length());
    }

    static JsonNode body(HttpCall request) {
        try {
            // The parser fails with a NullPointerException on an empty text.
            String text = request.text().isBlank() ? "null" : request.text();
            JsonNode body = JsonNode.parser().parse(text);
            if (body.isObject()) {
                return body;
            }
        } catch (UncheckedIOException | IllegalArgumentException e) {
            // Refused below.
        }
        throw new AwsError("SerializationException", "The body is no JSON object.");
    }

    /**
     * Refuses fields that an operation does not honour; those that are {@code false} ask for
     * nothing.
     */
    static void only(JsonNode body, String operation, String... honoured) {
        for (Map.Entry<String, JsonNode> field : body.asObject().entrySet()) {
            JsonNode value = field.getValue();
            boolean asksForNothing = value.isNull() || (value.isBoolean() && !value.asBoolean());
            if (!List.of(honoured).contains(field.getKey()) && !asksForNothing) {
                throw AwsError.notImplemented(
                        "The parameter " + field.getKey() + " of " + operation);
            }
        }
    }

    static Optional<String> optional(JsonNode body, String name) {
        return typed(body, name, JsonNode::isString, "a string").map(JsonNode::asString);
    }

    static String text(JsonNode body, String name) {
        return optional(body, name)
                .orElseThrow(() -> new AwsError("ValidationException", name + " is missing."));
    }

    static boolean flag(JsonNode body, String name) {
        return typed(body, name, JsonNode::isBoolean, "a boolean")
                .map(JsonNode::asBoolean)
                .orElse(false);
    }

    static List<String> texts(JsonNode body, String name) {
        return typed(body, name, AwsJson::isTexts, "a list of strings")
                .map(JsonNode::asArray)
                .stream()
                .flatMap(List::stream)
                .map(JsonNode::asString)
                .toList();
    }

    private static boolean isTexts(JsonNode value) {
        return value.isArray() && value.asArray().stream().allMatch(JsonNode::isString);
    }

    /** A field that may be missing or null, but must not have another type. */
    private static Optional<JsonNode> typed(
            JsonNode body, String name, Predicate<JsonNode> type, String expected) {
        Optional<JsonNode> value = body.field(name).filter(it -> !it.isNull());
        if (value.isPresent() && !type.test(value.get())) {
            throw new AwsError("SerializationException", name + " is not " + expected + ".");
        }
        return value;
    }

    static HttpReply reply(Map<String, ?> fields) {
        return HttpReply.json(200, TYPE, JsonWriter.object(fields));
    }

    static HttpReply refusal(AwsError error) {
        return HttpReply.json(
                error.status(),
                TYPE,
                "{\"__type\":"
                        + JsonWriter.text(error.code())
                        + ",\"message\":"
                        + JsonWriter.text(error.text())
                        + "}");
    }

    static AwsError denial(DenialReason denial) {
        String code =
                switch (denial) {
                    case MISSING -> "MissingAuthenticationTokenException";
                    case INCOMPLETE -> "IncompleteSignatureException";
                    case UNKNOWN_KEY -> "UnrecognizedClientException";
                    case NOT_PERMITTED -> "AccessDeniedException";
                    case WRONG_SIGNATURE, WRONG_SCOPE, EXPIRED -> "InvalidSignatureException";
                };
        return new AwsError(400, code, denial.sentence());
    }
}
