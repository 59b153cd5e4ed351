package io.jobarrays.localcloud.control;

import io.jobarrays.localcloud.base.CloudEvents;
import io.jobarrays.localcloud.base.CloudEvents.CloudEvent;
import io.jobarrays.localcloud.front.HttpCall;
import io.jobarrays.localcloud.protocol.AwsError;
import io.jobarrays.localcloud.protocol.JsonWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** {@code /_local/events}: what happened to which instance when. */
final class EventsControl implements ControlRoute {
    private final CloudEvents events;

    EventsControl(CloudEvents events) {
        this.events = events;
    }

    @Override
    public String answer(String call, HttpCall request) {
        if (!call.equals("GET")) {
            throw AwsError.notImplemented(call + " of events");
        }
        Map<String, String> query = request.queryParameters();
        if (!Set.of("after", "instance").containsAll(query.keySet())) {
            throw new AwsError(
                    "InvalidParameterValue", "The parameters of events are after and instance.");
        }
        return JsonWriter.list(
                events.after(after(query), query.getOrDefault("instance", "")).stream()
                        .map(EventsControl::fields)
                        .toList());
    }

    private static long after(Map<String, String> query) {
        String text = query.getOrDefault("after", "0");
        if (!text.matches("\\d{1,18}")) {
            throw new AwsError(
                    "InvalidParameterValue", "\"after\" is the number of an event, not " + text);
        }
        return Long.parseLong(text);
    }

    private static Map<String, Object> fields(CloudEvent event) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("number", event.number());
        fields.put("time", event.time());
        fields.put("instance_id", event.instanceId());
        fields.put("event", event.event());
        fields.put("detail", event.detail());
        return fields;
    }
}
