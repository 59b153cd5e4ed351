package io.jobarrays.server.arrays.owner;

import io.jobarrays.contract.Sha256;
import io.jobarrays.server.arrays.rows.ArrayCreation;
import io.jobarrays.server.arrays.rows.SealedSpec;
import io.jobarrays.server.arrays.rows.SharedMachines;
import io.jobarrays.server.arrays.spec.ArraySpec;
import io.jobarrays.server.instances.rows.InstanceState;
import io.jobarrays.server.instances.rows.LaunchIntent;
import io.quarkus.arc.Arc;
import io.vertx.core.json.JsonObject;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import software.amazon.awssdk.services.ec2.model.Instance;

/** Changes of arrays that a test needs, made by their owners. */
public final class ArrayEdits {
    private ArrayEdits() {}

    /** Creates an array of so many members without a reconciler; the caller ends it. */
    public static String create(int size) {
        return create(size, Map.of());
    }

    /** As {@link #create(int)}, with more flags. */
    public static String create(int size, Map<String, String> more) {
        Map<String, String> flags = new HashMap<>();
        flags.put("job-array-name", "edited-%016x".formatted(new SecureRandom().nextLong()));
        flags.put("count", "" + size);
        flags.put("ttl", "1h");
        flags.put("command", "true");
        flags.putAll(more);
        SealedSpec spec = new SealedSpec(ArraySpec.of(flags), JsonObject.mapFrom(flags).encode());
        ArrayCreation creation = Arc.container().instance(ArrayCreation.class).get();
        String id = creation.newId(spec.spec());
        creation.inTransaction(
                spec.spec(),
                null,
                () -> {
                    creation.insert(id, spec, -1, null, Map.of(), SharedMachines.NONE);
                    return true;
                });
        return id;
    }

    public static void edit(String arrayId, Consumer<OwnedArray> change) {
        Arc.container().instance(ArrayOwners.class).get().run(arrayId, change);
    }

    /** Adds an instance that the cloud does not have, as the next generation of the index. */
    public static void addInstance(
            OwnedArray array, int index, String instanceId, InstanceState state, String nonce) {
        LaunchIntent launch = new LaunchIntent();
        launch.arrayId = array.row().id;
        launch.attempt = array.instances().ofIndex(index).size() + 1;
        launch.nonceHash = Sha256.of(nonce);
        array.instances()
                .insertLaunched(
                        launch,
                        index,
                        Instance.builder()
                                .instanceId(instanceId)
                                .instanceType("t3.micro")
                                .state(it -> it.name(state.word()))
                                .build(),
                        array.now());
    }

    /** Terminates its instances and ends it, so that other tests do not find it live. */
    public static void end(String arrayId, Instant now) {
        edit(
                arrayId,
                array -> {
                    array.instances().all().forEach(instance -> instance.observed(null, now));
                    array.row().ended(now);
                });
    }
}
