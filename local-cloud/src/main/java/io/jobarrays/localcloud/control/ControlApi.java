package io.jobarrays.localcloud.control;

import io.jobarrays.localcloud.base.AdjustableClock;
import io.jobarrays.localcloud.ec2.CloudConditions;
import io.jobarrays.localcloud.ec2.FaultInjection;
import io.jobarrays.localcloud.ec2.instance.EmulatedInstances;
import io.jobarrays.localcloud.front.CallCounts;
import io.jobarrays.localcloud.front.HttpCall;
import io.jobarrays.localcloud.front.HttpReply;
import io.jobarrays.localcloud.metadata.SpotNotice;
import io.jobarrays.localcloud.protocol.AwsError;
import io.jobarrays.localcloud.protocol.JsonWriter;
import java.io.IOException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** API below {@code /_local/}: what the cloud did, and what it does next. */
public final class ControlApi implements Function<HttpCall, HttpReply> {
    private static final Duration DEFAULT_INTERRUPTION_NOTICE = Duration.ofMinutes(2);

    private final CallCounts calls;
    private final AdjustableClock clock;
    private final FaultInjection faults;
    private final Map<String, ControlRoute> routes;

    public ControlApi(
            CallCounts calls,
            AdjustableClock clock,
            FaultInjection injection,
            CloudConditions conditions,
            EmulatedInstances instances) {
        this.calls = calls;
        this.clock = clock;
        this.faults = injection;
        this.routes =
                Map.of(
                        "limits", new LimitsControl(conditions.limits()),
                        "faults", new FaultsControl(conditions.faults(), injection),
                        "capacity", new CapacityControl(conditions.capacity(), instances),
                        "delays", new DelaysControl(conditions.delays()),
                        "events", new EventsControl(conditions.events()));
    }

    @Override
    public HttpReply apply(HttpCall request) {
        try {
            return HttpReply.json(200, "application/json", answer(request) + "\n");
        } catch (AwsError e) {
            return HttpReply.control(e);
        }
    }

    private String answer(HttpCall request) {
        if (!request.method().equals("POST")) {
            ControlRequestBody.requireNone(request);
        }
        String[] path = request.path().split("/", -1);
        ControlRoute found = routes.get(path[2]);
        if (found != null) {
            String rest = path.length > 3 ? " " + path[3] : "";
            return found.answer(request.method() + rest, request);
        }
        boolean isInstanceCall = path.length == 5 && path[2].equals("instances");
        String route =
                request.method()
                        + " "
                        + (isInstanceCall
                                ? "instances/ID/" + path[4]
                                : request.path().substring(8));
        return switch (route) {
            case "GET calls" -> calls.json();
            case "DELETE calls" -> {
                calls.reset();
                yield calls.json();
            }
            case "GET clock" -> time();
            case "POST clock" -> advance(body(request, "advance"));
            case "POST spot-price" ->
                    spotPrice(body(request, "instance_type", "availability_zone", "price"));
            case "POST instances/ID/interrupt" ->
                    interrupt(path[3], body(request, "action", "after"));
            case "POST instances/ID/network" -> network(path[3], body(request, "up"));
            case "POST instances/ID/clock" -> clock(path[3], body(request, "ahead", "behind"));
            case "POST instances/ID/metadata" -> metadata(path[3], body(request, "up"));
            default -> throw AwsError.notImplemented(request.method() + " " + request.path());
        };
    }

    private static ControlRequestBody body(HttpCall request, String... fields) {
        return ControlRequestBody.of(request).allow(fields);
    }

    private String advance(ControlRequestBody body) {
        try {
            clock.advance(body.duration("advance"));
        } catch (IllegalArgumentException e) {
            throw new AwsError("InvalidParameterValue", String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw new AwsError(500, "InternalError", "The clock was not moved: " + e);
        }
        return time();
    }

    private String time() {
        return JsonWriter.object(
                fields(
                        "now",
                        clock.instant().truncatedTo(ChronoUnit.MILLIS),
                        "offset_seconds",
                        clock.offset().toSeconds()));
    }

    private String spotPrice(ControlRequestBody body) {
        String instanceType = body.text("instance_type");
        List<String> interrupted =
                faults.setSpotPrice(
                        instanceType, body.zone("availability_zone"), body.text("price"));
        return JsonWriter.object(
                fields(
                        "instance_type",
                        instanceType,
                        "price",
                        body.text("price"),
                        "interrupted",
                        interrupted));
    }

    private String interrupt(String instanceId, ControlRequestBody body) {
        SpotNotice notice =
                faults.interrupt(
                        instanceId,
                        body.optional("action").orElse("terminate"),
                        body.duration("after", DEFAULT_INTERRUPTION_NOTICE));
        return JsonWriter.object(
                fields(
                        "instance_id", instanceId,
                        "action", notice.action(),
                        "time", notice.actionAt().truncatedTo(ChronoUnit.SECONDS)));
    }

    private String network(String instanceId, ControlRequestBody body) {
        boolean up = body.flag("up");
        faults.setNetworkUp(instanceId, up);
        return JsonWriter.object(fields("instance_id", instanceId, "network", up ? "up" : "down"));
    }

    private String clock(String instanceId, ControlRequestBody body) {
        Duration behind = body.duration("behind", Duration.ZERO);
        Duration offset = body.duration("ahead", Duration.ZERO).minus(behind);
        faults.setClockOffset(instanceId, offset);
        return JsonWriter.object(
                fields("instance_id", instanceId, "offset_seconds", offset.toSeconds()));
    }

    private String metadata(String instanceId, ControlRequestBody body) {
        boolean up = body.flag("up");
        faults.setMetadataUp(instanceId, up);
        return JsonWriter.object(fields("instance_id", instanceId, "metadata", up ? "up" : "down"));
    }

    /** Map of alternating names and values. */
    private static Map<String, Object> fields(Object... pairs) {
        Map<String, Object> fields = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            fields.put(pairs[i].toString(), pairs[i + 1]);
        }
        return fields;
    }
}
