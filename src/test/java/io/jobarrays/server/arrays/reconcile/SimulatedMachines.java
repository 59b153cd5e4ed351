package io.jobarrays.server.arrays.reconcile;

import io.jobarrays.contract.IndexSet;
import io.jobarrays.server.arrays.owner.ArrayEdits;
import io.jobarrays.server.arrays.rows.Member;
import io.jobarrays.server.instances.rows.InstanceState;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Instances of simulated arrays: rows without instances in the cloud. */
@ApplicationScoped
public class SimulatedMachines {
    private static final String ID_PREFIX = "i-simulated-";

    private final Set<String> arrays = ConcurrentHashMap.newKeySet();

    public void addRunning(String array, int index) {
        arrays.add(array);
        ArrayEdits.edit(
                array,
                it ->
                        ArrayEdits.addInstance(
                                it,
                                index,
                                ID_PREFIX + array + "-" + index,
                                InstanceState.RUNNING,
                                "nonce"));
    }

    public void terminateAll() {
        for (String array : arrays) {
            ArrayEdits.edit(
                    array, it -> it.instances().all().forEach(one -> one.observed(null, it.now())));
        }
        arrays.clear();
    }

    public void setDeadlines(String array, Instant at) {
        ArrayEdits.edit(
                array,
                it -> it.members().forEach(member -> member.power(power -> power.setDeadline(at))));
    }

    public @Nullable Instant deadline(String array, int index) {
        return QuarkusTransaction.requiringNew()
                .call(
                        () ->
                                Member.<Member>findById(new Member.Key(array, index))
                                        .power
                                        .ttlDeadline);
    }

    /** State left by a verb that was cut off after the transaction of the array. */
    public void reopen(String array) {
        ArrayEdits.edit(
                array,
                it -> {
                    it.row().reopen();
                    it.each(IndexSet.firstOf(2), member -> member.resume(it.now()));
                });
    }
}
