package io.jobarrays.localcloud.control;

import io.jobarrays.localcloud.ec2.FaultInjection;
import io.jobarrays.localcloud.faults.FaultKind;
import io.jobarrays.localcloud.faults.FaultRule;
import io.jobarrays.localcloud.protocol.AwsError;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads the rule of a fault; refuses one that can never strike or has fields without effect. */
final class FaultRuleReader {
    private static final Duration DEFAULT_SLOW_ANSWER = Duration.ofSeconds(1);

    /** At most three {@code *}: more take the matcher too long. */
    private static final Pattern OPERATION = Pattern.compile("(?:[\\w:]*\\*){0,3}[\\w:]*");

    private static final int MAX_OPERATION_LENGTH = 100;

    /** Fields that only some kinds have. */
    private static final List<String> FIELDS_OF_KINDS =
            List.of("delay", "window", "instances", "offset");

    private final FaultInjection injection;

    FaultRuleReader(FaultInjection injection) {
        this.injection = injection;
    }

    FaultRule read(ControlRequestBody body) {
        body.allow(
                "kind",
                "operation",
                "tag",
                "zone",
                "count",
                "probability",
                "after",
                "for",
                "seed",
                "delay",
                "window",
                "instances",
                "offset");
        FaultKind kind = kind(body.text("kind"));
        requireOnlyFieldsOf(kind, body);
        boolean slow = kind == FaultKind.SLOW;
        return new FaultRule(
                kind,
                operation(body, kind),
                body.optional("tag").map(FaultRuleReader::tag),
                body.zone("zone"),
                body.count("count", Integer.MAX_VALUE),
                body.number("probability", 0, 1, 1),
                body.duration("after", Duration.ZERO),
                body.optionalDuration("for"),
                body.seed("seed"),
                body.duration("delay", slow ? DEFAULT_SLOW_ANSWER : Duration.ZERO),
                body.optionalDuration("window"),
                kind == FaultKind.PARTIAL_CAPACITY ? body.count("instances") : 0,
                kind == FaultKind.CLOCK_SKEW ? clockOffset(body) : Duration.ZERO);
    }

    /** Refuses fields of other kinds, so that they are not ignored. */
    private static void requireOnlyFieldsOf(FaultKind kind, ControlRequestBody body) {
        Set<String> own = kind.ownFields();
        for (String field : FIELDS_OF_KINDS) {
            if (!own.contains(field) && body.optional(field).isPresent()) {
                throw invalid(
                        "\"%s\" has no effect on a fault %s; %s."
                                .formatted(
                                        field,
                                        kind.jsonName(),
                                        own.isEmpty()
                                                ? "leave it out"
                                                : "it has "
                                                        + String.join(
                                                                " and ", new TreeSet<>(own))));
            }
        }
    }

    private Duration clockOffset(ControlRequestBody body) {
        injection.requireClockOffset();
        return body.signedDuration("offset");
    }

    private static FaultKind kind(String name) {
        return FaultKind.find(name)
                .orElseThrow(
                        () ->
                                invalid(
                                        "There is no kind of fault \"%s\"; the kinds are %s."
                                                .formatted(name, kinds())));
    }

    private static String kinds() {
        return Arrays.stream(FaultKind.values())
                .map(FaultKind::jsonName)
                .collect(Collectors.joining(", "));
    }

    private static String operation(ControlRequestBody body, FaultKind kind) {
        String operation =
                body.optional("operation")
                        .map(FaultRuleReader::checked)
                        .map(FaultRuleReader::qualified)
                        .orElse(kind.operation());
        List<String> possible = kind.possibleOperations();
        if (!possible.isEmpty()
                && !ImplementedOperations.anyMatches(operation, possible.stream())) {
            throw invalid(
                    "\"operation\": a fault %s strikes %s, not %s."
                            .formatted(kind.jsonName(), String.join(", ", possible), operation));
        }
        if (!ImplementedOperations.anyMatches(operation, ImplementedOperations.all())) {
            throw invalid(
                    "\"operation\": there is no operation %s here; write RunInstances, Describe* or route53:*."
                            .formatted(operation));
        }
        boolean onlyInstances = body.optional("tag").or(() -> body.optional("zone")).isPresent();
        if (onlyInstances && !isOfEc2(operation)) {
            throw invalid(
                    "\"tag\" and \"zone\" select calls about instances, which %s is not."
                            .formatted(operation));
        }
        return operation;
    }

    private static boolean isOfEc2(String operation) {
        return ImplementedOperations.anyMatches(
                operation, ImplementedOperations.all().filter(it -> it.startsWith("ec2:")));
    }

    private static String checked(String operation) {
        if (operation.isEmpty()
                || operation.length() > MAX_OPERATION_LENGTH
                || !OPERATION.matcher(operation).matches()) {
            throw invalid(
                    "\"operation\": write RunInstances, Describe* or route53:*; at most three *.");
        }
        return operation;
    }

    /** {@code RunInstances} is EC2's. */
    private static String qualified(String operation) {
        return operation.contains(":") || operation.equals("*") ? operation : "ec2:" + operation;
    }

    private static Map.Entry<String, String> tag(String text) {
        int equals = text.indexOf('=');
        if (equals < 1) {
            throw invalid("\"tag\": \"" + text + "\" is not KEY=VALUE.");
        }
        return Map.entry(text.substring(0, equals), text.substring(equals + 1));
    }

    private static AwsError invalid(String message) {
        return new AwsError("InvalidParameterValue", message);
    }
}
