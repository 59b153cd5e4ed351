package io.jobarrays.localcloud.control;

import io.jobarrays.localcloud.ec2.FaultInjection;
import io.jobarrays.localcloud.faults.ActiveFault;
import io.jobarrays.localcloud.faults.FaultKind;
import io.jobarrays.localcloud.faults.FaultRule;
import io.jobarrays.localcloud.faults.Faults;
import io.jobarrays.localcloud.front.HttpCall;
import io.jobarrays.localcloud.protocol.AwsError;
import io.jobarrays.localcloud.protocol.JsonWriter;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** {@code /_local/faults}: sets, lists and removes faults. */
final class FaultsControl implements ControlRoute {
    private static final Duration DEFAULT_SLOW_ANSWER = Duration.ofSeconds(1);

    /** At most three {@code *}: more take the matcher too long. */
    private static final Pattern OPERATION = Pattern.compile("(?:[\\w:]*\\*){0,3}[\\w:]*");

    private static final int MAX_OPERATION_LENGTH = 100;

    private final Faults faults;
    private final FaultInjection injection;

    FaultsControl(Faults faults, FaultInjection injection) {
        this.faults = faults;
        this.injection = injection;
    }

    @Override
    public String answer(String call, HttpCall request) {
        if (call.startsWith("DELETE ")) {
            remove(call.substring("DELETE ".length()));
            return list();
        }
        switch (call) {
            case "GET" -> {}
            case "POST" -> {
                return JsonWriter.object(fields(faults.set(rule(ControlRequestBody.of(request)))));
            }
            case "DELETE" -> faults.removeAll();
            default -> throw AwsError.notImplemented(call + " of faults");
        }
        return list();
    }

    private void remove(String id) {
        if (!faults.remove(id)) {
            throw new AwsError(404, "InvalidParameterValue", "There is no fault " + id + ".");
        }
    }

    private String list() {
        return JsonWriter.list(faults.all().stream().map(FaultsControl::fields).toList());
    }

    private FaultRule rule(ControlRequestBody body) {
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
                body.optional("tag").map(FaultsControl::tag),
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
        if (kind != FaultKind.PARTIAL_CAPACITY && body.optional("instances").isPresent()) {
            throw invalid("\"instances\" is a field of partial-capacity.");
        }
        if (kind != FaultKind.CLOCK_SKEW && body.optional("offset").isPresent()) {
            throw invalid("\"offset\" is a field of clock-skew.");
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
                        .map(FaultsControl::checked)
                        .map(FaultsControl::qualified)
                        .orElse(kind.operation());
        List<String> possible = operationsOf(kind);
        if (!possible.isEmpty() && possible.stream().noneMatch(it -> matches(operation, it))) {
            throw invalid(
                    "\"operation\": a fault %s strikes %s, not %s."
                            .formatted(kind.jsonName(), String.join(", ", possible), operation));
        }
        return operation;
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

    /** Operations that a kind of fault has an effect on; empty for all. */
    private static List<String> operationsOf(FaultKind kind) {
        return switch (kind.target()) {
            case CALL -> List.of();
            case LAUNCH ->
                    kind == FaultKind.NO_CAPACITY
                            ? List.of("ec2:RunInstances", "ec2:StartInstances")
                            : List.of("ec2:RunInstances");
            case INSTANCE -> List.of("ec2:RunInstances");
        };
    }

    private static boolean matches(String pattern, String operation) {
        return Pattern.matches(pattern.replace("*", ".*"), operation);
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

    private static Map<String, Object> fields(ActiveFault fault) {
        FaultRule rule = fault.rule();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("id", fault.id());
        fields.put("kind", rule.kind().jsonName());
        fields.put("operation", rule.operation());
        rule.tag().ifPresent(tag -> fields.put("tag", tag.getKey() + "=" + tag.getValue()));
        rule.zone().ifPresent(zone -> fields.put("zone", zone));
        fields.put("probability", rule.probability());
        fields.put("seed", rule.seed());
        fields.put("matches", fault.matchCount());
        fields.put("strikes", fault.strikeCount());
        return fields;
    }
}
