package io.jobarrays.localcloud.control;

import io.jobarrays.localcloud.front.HttpCall;
import io.jobarrays.localcloud.protocol.AwsError;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;

/** JSON object in the body of a control call. */
record ControlRequestBody(JsonNode json) {
    private static final Pattern PART = Pattern.compile("(\\d{1,9})([dhms])");
    private static final Pattern DURATION = Pattern.compile("(?:\\d{1,9}[dhms])+");

    static ControlRequestBody of(HttpCall request) {
        try {
            JsonNode json = JsonNode.parser().parse(request.text());
            if (json.isObject()) {
                return new ControlRequestBody(json);
            }
        } catch (UncheckedIOException | IllegalArgumentException e) {
            // Refused below.
        }
        throw invalid("The body is no JSON object.");
    }

    Optional<String> optional(String name) {
        return json.field(name).map(value -> value.isNull() ? "" : value.text());
    }

    String text(String name) {
        return optional(name).orElseThrow(() -> invalid("\"" + name + "\" is missing."));
    }

    boolean flag(String name) {
        return switch (text(name)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw invalid("\"" + name + "\" is true or false.");
        };
    }

    Duration duration(String name) {
        return parse(name, text(name));
    }

    Duration duration(String name, Duration defaultValue) {
        return optional(name).map(text -> parse(name, text)).orElse(defaultValue);
    }

    private static Duration parse(String name, String text) {
        if (!DURATION.matcher(text).matches()) {
            throw invalid(
                    "\"%s\": \"%s\" is not a duration; write 5s, 2m or 1h30m."
                            .formatted(name, text));
        }
        Duration sum = Duration.ZERO;
        Matcher part = PART.matcher(text);
        while (part.find()) {
            long amount = Long.parseLong(part.group(1));
            sum =
                    switch (part.group(2)) {
                        case "d" -> sum.plusDays(amount);
                        case "h" -> sum.plusHours(amount);
                        case "m" -> sum.plusMinutes(amount);
                        default -> sum.plusSeconds(amount);
                    };
        }
        return sum;
    }

    private static AwsError invalid(String message) {
        return new AwsError("InvalidParameterValue", message);
    }
}
