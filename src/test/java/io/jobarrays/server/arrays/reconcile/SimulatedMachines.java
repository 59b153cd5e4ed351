package io.jobarrays.server.arrays.reconcile;

import io.jobarrays.server.arrays.rows.JobArray;
import io.jobarrays.server.arrays.rows.Member;
import io.jobarrays.server.arrays.rows.MemberRows;
import io.jobarrays.server.instances.rows.Instance;
import io.jobarrays.server.instances.rows.InstanceState;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Instances of simulated arrays: rows without instances in the cloud. */
@ApplicationScoped
public class SimulatedMachines {
    private static final String ID_PREFIX = "i-simulated-";

    public void addRunning(String array, int index) {
        QuarkusTransaction.requiringNew()
                .run(
                        () -> {
                            Instance row = new Instance();
                            row.instanceId = ID_PREFIX + array + "-" + index;
                            row.arrayId = array;
                            row.index = index;
                            row.generation = 1;
                            row.attempt = 1;
                            row.state = InstanceState.RUNNING;
                            row.launchedAt = Instant.now();
                            row.persist();
                        });
    }

    public void terminateAll() {
        QuarkusTransaction.requiringNew()
                .run(
                        () ->
                                Instance.update(
                                        "state = ?1 where instanceId like ?2",
                                        InstanceState.TERMINATED,
                                        ID_PREFIX + "%"));
    }

    public void setDeadlines(String array, Instant at) {
        QuarkusTransaction.requiringNew()
                .run(() -> Member.update("ttlDeadline = ?1 where arrayId = ?2", at, array));
    }

    public @Nullable Instant deadline(String array, int index) {
        return QuarkusTransaction.requiringNew()
                .call(() -> Member.<Member>findById(new Member.Key(array, index)).ttlDeadline);
    }

    /** State left by a verb that was cut off after the transaction of the array. */
    public void reopen(String array) {
        QuarkusTransaction.requiringNew()
                .run(
                        () -> {
                            JobArray.update("finished = false where id = ?1", array);
                            MemberRows.resume(array, List.of(0, 1), Instant.now());
                        });
    }
}
