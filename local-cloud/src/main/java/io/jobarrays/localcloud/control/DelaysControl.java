package io.jobarrays.localcloud.control;

import io.jobarrays.localcloud.ec2.instance.power.InstanceDelays;
import io.jobarrays.localcloud.ec2.instance.power.InstanceDelays.Delay;
import io.jobarrays.localcloud.ec2.instance.power.InstanceDelays.Range;
import io.jobarrays.localcloud.front.HttpCall;
import io.jobarrays.localcloud.protocol.AwsError;
import io.jobarrays.localcloud.protocol.JsonWriter;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** {@code /_local/delays}: delays of instances, from a profile or by value. */
final class DelaysControl implements ControlRoute {
    private final InstanceDelays delays;

    DelaysControl(InstanceDelays delays) {
        this.delays = delays;
    }

    @Override
    public String answer(String call, HttpCall request) {
        switch (call) {
            case "GET" -> {}
            case "POST" -> change(ControlRequestBody.of(request));
            default -> throw AwsError.notImplemented(call + " of delays");
        }
        Map<String, Object> view = new LinkedHashMap<>();
        for (Delay delay : Delay.values()) {
            Range range = delays.range(delay);
            view.put(
                    delay.jsonName(),
                    "%ds-%ds".formatted(range.min().toSeconds(), range.max().toSeconds()));
        }
        return JsonWriter.object(view);
    }

    private void change(ControlRequestBody body) {
        body.allow("profile", "pending", "boot", "stop", "terminate", "visibility");
        Map<Delay, Range> ranges = new EnumMap<>(Delay.class);
        for (Delay delay : Delay.values()) {
            body.range(delay.jsonName()).ifPresent(range -> ranges.put(delay, range));
        }
        body.optional("profile").ifPresent(delays::use);
        ranges.forEach(delays::set);
    }
}
