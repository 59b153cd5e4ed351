package io.jobarrays.localcloud.control;

import io.jobarrays.localcloud.ec2.FaultInjection;
import io.jobarrays.localcloud.faults.ActiveFault;
import io.jobarrays.localcloud.faults.FaultRule;
import io.jobarrays.localcloud.faults.Faults;
import io.jobarrays.localcloud.front.HttpCall;
import io.jobarrays.localcloud.protocol.AwsError;
import io.jobarrays.localcloud.protocol.JsonWriter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** {@code /_local/faults}: sets, lists and removes faults. */
final class FaultsControl implements ControlRoute {
    private final Faults faults;
    private final FaultRuleReader rules;

    FaultsControl(Faults faults, FaultInjection injection) {
        this.faults = faults;
        this.rules = new FaultRuleReader(injection);
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
                FaultRule rule = rules.read(ControlRequestBody.of(request));
                return JsonWriter.object(fields(faults.set(rule)));
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

    private static Map<String, Object> fields(ActiveFault fault) {
        FaultRule rule = fault.rule();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("id", fault.id());
        fields.put("kind", rule.kind().jsonName());
        fields.put("operation", rule.operation());
        rule.tag().ifPresent(tag -> fields.put("tag", tag.getKey() + "=" + tag.getValue()));
        rule.zone().ifPresent(zone -> fields.put("zone", zone));
        if (rule.count() < Integer.MAX_VALUE) {
            fields.put("count", rule.count());
        }
        fields.put("probability", rule.probability());
        fields.put("after", text(rule.after()));
        rule.lasting().ifPresent(time -> fields.put("for", text(time)));
        fields.put("seed", rule.seed());
        putOwnFields(rule, fields);
        fields.put("matches", fault.matchCount());
        fields.put("strikes", fault.strikeCount());
        return fields;
    }

    private static void putOwnFields(FaultRule rule, Map<String, Object> fields) {
        Set<String> own = rule.kind().ownFields();
        if (own.contains("delay")) {
            fields.put("delay", text(rule.delay()));
        }
        rule.window().ifPresent(window -> fields.put("window", text(window)));
        if (own.contains("instances")) {
            fields.put("instances", rule.instances());
        }
        if (own.contains("offset")) {
            fields.put("offset", text(rule.offset()));
        }
    }

    /** The duration as a request writes it, {@code 90s}; requests have whole seconds only. */
    private static String text(Duration time) {
        return time.toSeconds() + "s";
    }
}
