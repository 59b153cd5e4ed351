package io.jobarrays.localcloud.control;

import io.jobarrays.localcloud.ec2.catalogue.Account;
import io.jobarrays.localcloud.ec2.catalogue.InstanceKinds;
import io.jobarrays.localcloud.ec2.catalogue.VpcSubnet;
import io.jobarrays.localcloud.ec2.instance.power.InstanceDelays.Range;
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
    private static final List<String> ZONES =
            Account.of("").subnets().stream().map(VpcSubnet::zone).toList();
    private static final Pattern WHOLE_NUMBER = Pattern.compile("-?\\d{1,15}");

    static ControlRequestBody of(HttpCall request) {
        try {
            // The parser has no answer for an empty text.
            if (!request.text().isBlank()) {
                JsonNode json = JsonNode.parser().parse(request.text());
                if (json.isObject()) {
                    return new ControlRequestBody(json);
                }
            }
        } catch (UncheckedIOException | IllegalArgumentException e) {
            // Refused below.
        }
        throw invalid("The body is no JSON object.");
    }

    /** Refuses any field in a call that has none; an empty body is one, too. */
    static void requireNone(HttpCall request) {
        if (!request.text().isBlank() && !of(request).json.asObject().isEmpty()) {
            throw invalid("%s %s has no fields.".formatted(request.method(), request.path()));
        }
    }

    /** A field with a text, a number or a truth value; empty when it is missing or null. */
    Optional<String> optional(String name) {
        Optional<JsonNode> value = json.field(name).filter(it -> !it.isNull());
        if (value.filter(it -> it.isArray() || it.isObject()).isPresent()) {
            throw invalid("\"" + name + "\" has one value, not a list or an object.");
        }
        return value.map(JsonNode::text);
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
        return optional(name).isPresent() ? count(name) : defaultValue;
    }

    int count(String name) {
        wholeNumber(name);
        return (int) number(name, 0, Integer.MAX_VALUE, 0);
    }

    long seed(String name) {
        return optional(name).isPresent() ? wholeNumber(name) : 0;
    }

    private long wholeNumber(String name) {
        String text = text(name);
        if (!WHOLE_NUMBER.matcher(text).matches()) {
            throw invalid("\"%s\": \"%s\" is not a whole number.".formatted(name, text));
        }
        return Long.parseLong(text);
    }

    /** A zone of the account. */
    Optional<String> zone(String name) {
        Optional<String> zone = optional(name);
        if (zone.filter(it -> !ZONES.contains(it)).isPresent()) {
            throw invalid(
                    "There is no zone \"%s\"; the zones are %s."
                            .formatted(zone.get(), String.join(", ", ZONES)));
        }
        return zone;
    }

    Optional<String> instanceType(String name) {
        Optional<String> type = optional(name);
        if (type.filter(it -> InstanceKinds.find(it).isEmpty()).isPresent()) {
            throw invalid("There is no instance type \"" + type.get() + "\".");
        }
        return type;
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
