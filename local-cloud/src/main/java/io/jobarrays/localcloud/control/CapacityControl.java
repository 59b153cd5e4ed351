package io.jobarrays.localcloud.control;

import io.jobarrays.localcloud.ec2.catalogue.InstanceKind;
import io.jobarrays.localcloud.ec2.instance.EmulatedInstances;
import io.jobarrays.localcloud.ec2.instance.capacity.CapacityPool;
import io.jobarrays.localcloud.ec2.instance.capacity.CapacityPools;
import io.jobarrays.localcloud.front.HttpCall;
import io.jobarrays.localcloud.protocol.AwsError;
import io.jobarrays.localcloud.protocol.JsonWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** {@code /_local/capacity}: limits of capacity by zone, instance type and market. */
final class CapacityControl implements ControlRoute {
    private final CapacityPools pools;
    private final EmulatedInstances instances;

    CapacityControl(CapacityPools pools, EmulatedInstances instances) {
        this.pools = pools;
        this.instances = instances;
    }

    @Override
    public String answer(String call, HttpCall request) {
        return instances.locked(
                () -> {
                    switch (call) {
                        case "GET" -> {}
                        case "POST" -> limit(ControlRequestBody.of(request));
                        case "DELETE" -> pools.clear();
                        default -> throw AwsError.notImplemented(call + " of capacity");
                    }
                    return view();
                });
    }

    private void limit(ControlRequestBody body) {
        body.allow("zone", "instance_type", "market", "instances");
        Optional<String> market = body.optional("market");
        if (market.filter(it -> !isMarket(it)).isPresent()) {
            throw new AwsError("InvalidParameterValue", "\"market\" is spot or on-demand.");
        }
        pools.limit(
                new CapacityPool(body.zone("zone"), body.instanceType("instance_type"), market),
                body.count("instances"));
    }

    private static boolean isMarket(String text) {
        return List.of(CapacityPool.SPOT, CapacityPool.ON_DEMAND).contains(text);
    }

    private String view() {
        Map<String, Object> view = new LinkedHashMap<>();
        int inScaleMode = instances.countHoldingCapacity(InstanceKind::isInScaleMode);
        int inUse = instances.countHoldingCapacity(_ -> true);
        OptionalInt scaleLimit = pools.machine().scaleInstances();
        view.put("instances", pools.machine().instances());
        view.put("in_use", scaleLimit.isEmpty() ? inUse : inUse - inScaleMode);
        if (scaleLimit.isPresent()) {
            view.put("scale_instances", scaleLimit.getAsInt());
            view.put("scale_in_use", inScaleMode);
        }
        view.put(
                "limits",
                pools.limits().entrySet().stream()
                        .map(limit -> fields(limit.getKey(), limit.getValue()))
                        .toList());
        return JsonWriter.object(view);
    }

    private Map<String, Object> fields(CapacityPool pool, int limit) {
        Map<String, Object> fields = pool.fields();
        fields.put("instances", limit);
        fields.put("in_use", CapacityPools.inUse(pool, instances.all()));
        return fields;
    }
}
