package io.jobarrays.localcloud.control;

import io.jobarrays.localcloud.front.HttpCall;
import io.jobarrays.localcloud.limits.AccountSizeLimit;
import io.jobarrays.localcloud.limits.ApiLimit;
import io.jobarrays.localcloud.limits.ApiLimits;
import io.jobarrays.localcloud.protocol.AwsError;
import io.jobarrays.localcloud.protocol.JsonWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** {@code /_local/limits}: shows and changes token buckets and sizes; fills the buckets. */
final class LimitsControl implements ControlRoute {
    private static final double MIN_FACTOR = 0.001;
    private static final double MAX_FACTOR = 1_000_000;
    private static final double MIN_BUCKET = 0.001;

    private final ApiLimits limits;

    LimitsControl(ApiLimits limits) {
        this.limits = limits;
    }

    @Override
    public String answer(String call, HttpCall request) {
        switch (call) {
            case "GET" -> {}
            case "POST" -> {
                ControlRequestBody body = ControlRequestBody.of(request);
                body.optional("name")
                        .flatMap(limits.sizes()::named)
                        .ifPresentOrElse(size -> change(size, body), () -> change(body));
            }
            case "POST reset" -> {
                ControlRequestBody.requireNone(request);
                limits.reset();
            }
            default -> throw AwsError.notImplemented(call + " of limits");
        }
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("epoch", limits.epoch());
        view.put("limits", limits.all().map(ApiLimit::fields).toList());
        view.put("sizes", limits.sizes().all().map(AccountSizeLimit::fields).toList());
        return JsonWriter.object(view);
    }

    private static void change(AccountSizeLimit size, ControlRequestBody body) {
        body.allow("name", "enabled", "factor", "max");
        requireValues(body);
        if (body.optional("factor").isPresent()) {
            size.scale(body.number("factor", MIN_FACTOR, MAX_FACTOR, 1));
        }
        if (body.optional("max").isPresent()) {
            size.resize(body.number("max", 1, ApiLimit.MAX_VALUE, 1));
        }
        if (body.optional("enabled").isPresent()) {
            size.enable(body.flag("enabled"));
        }
    }

    /** Changes a token bucket, or all of them. */
    private void change(ControlRequestBody body) {
        body.allow("name", "enabled", "factor", "capacity", "refill_per_second");
        requireValues(body);
        Optional<ApiLimit> named = body.optional("name").map(limits::named);
        boolean resizes =
                body.optional("capacity").isPresent()
                        || body.optional("refill_per_second").isPresent();
        if (resizes && named.isEmpty()) {
            throw new AwsError(
                    "InvalidParameterValue",
                    "\"capacity\" and \"refill_per_second\" need the \"name\" of a limit;"
                            + " \"factor\" changes all.");
        }
        if (body.optional("factor").isPresent()) {
            double factor = body.number("factor", MIN_FACTOR, MAX_FACTOR, 1);
            named.ifPresentOrElse(it -> it.scale(factor), () -> limits.scaleAll(factor));
        }
        if (resizes) {
            named.ifPresent(limit -> resize(limit, body));
        }
        if (body.optional("enabled").isPresent()) {
            boolean enabled = body.flag("enabled");
            named.ifPresentOrElse(it -> it.enable(enabled), () -> limits.enableAll(enabled));
        }
    }

    /** Reads every value before the first change, so that a refused call changes nothing. */
    private static void requireValues(ControlRequestBody body) {
        body.number("factor", MIN_FACTOR, MAX_FACTOR, 1);
        body.number("capacity", 1, ApiLimit.MAX_VALUE, 1);
        body.number("refill_per_second", MIN_BUCKET, ApiLimit.MAX_VALUE, 1);
        body.number("max", 1, ApiLimit.MAX_VALUE, 1);
        body.flag("enabled", true);
    }

    private static void resize(ApiLimit limit, ControlRequestBody body) {
        limit.resize(
                body.number("capacity", 1, ApiLimit.MAX_VALUE, limit.capacity()),
                body.number(
                        "refill_per_second",
                        MIN_BUCKET,
                        ApiLimit.MAX_VALUE,
                        limit.refillPerSecond()));
    }
}
