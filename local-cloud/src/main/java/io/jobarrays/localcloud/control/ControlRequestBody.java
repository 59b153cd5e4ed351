package io.jobarrays.localcloud.control;

import io.jobarrays.localcloud.ec2.instance.InstanceDelays.Range;
import io.jobarrays.localcloud.front.HttpCall;
import io.jobarrays.localcloud.protocol.AwsError;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;

/** JSON object in the body of a control call. */
record ControlRequestBody(JsonNode json) {
    private static final Pattern PART = Pattern.compile("(\\d{1,9})([dhms])");
    private static final Pattern DURATION = Pattern.compile("(?:\\d{1,9}[dhms]){1,8}");
    private static final Duration MAX_DURATION = Duration.ofDays(36_500);

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

    boolean flag(String name, boolean defaultValue) {
        return optional(name).isPresent() ? flag(name) : defaultValue;
    }

    /** A number between two limits. */
    double number(String name, double min, double max, double defaultValue) {
        Optional<String> text = optional(name);
        if (text.isEmpty()) {
            return defaultValue;
        }
        try {
            double value = Double.parseDouble(text.get());
            if (value >= min && value <= max) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Refused below.
        }
        throw invalid(
                "\"%s\": \"%s\" is not a number from %s to %s."
                        .formatted(name, text.get(), plain(min), plain(max)));
    }

    int count(String name, int defaultValue) {
        return (int) number(name, 0, Integer.MAX_VALUE, defaultValue);
    }

    long seed(String name) {
        return optional(name).isEmpty() ? 0 : (long) number(name, -1e15, 1e15, 0);
    }

    Optional<Duration> optionalDuration(String name) {
        return optional(name).map(text -> parse(name, text));
    }

    /** {@code 5s-16s}, or one duration for both ends. */
    Optional<Range> range(String name) {
        return optional(name)
                .map(
                        text -> {
                            String[] ends = text.split("-", 2);
                            return new Range(
                                    parse(name, ends[0]), parse(name, ends[ends.length - 1]));
                        });
    }

    /**
     * Refuses fields with other names, so that a misspelled one is not ignored.
     *
     * @param allowed names of the call's fields
     */
    ControlRequestBody allow(String... allowed) {
        List<String> unknown =
                json.asObject().keySet().stream()
                        .filter(name -> !List.of(allowed).contains(name))
                        .toList();
        if (!unknown.isEmpty()) {
            throw invalid(
                    "There is no field \"%s\"; the fields are %s."
                            .formatted(unknown.getFirst(), String.join(", ", allowed)));
        }
        return this;
    }

    Duration duration(String name) {
        return parse(name, text(name));
    }

    /** A duration that may be negative. */
    Duration signedDuration(String name) {
        String text = text(name);
        return text.startsWith("-") ? parse(name, text.substring(1)).negated() : parse(name, text);
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
        if (sum.compareTo(MAX_DURATION) > 0) {
            throw invalid("\"%s\": \"%s\" is longer than 100 years.".formatted(name, text));
        }
        return sum;
    }

    private static String plain(double value) {
        return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }

    private static AwsError invalid(String message) {
        return new AwsError("InvalidParameterValue", message);
    }
}
