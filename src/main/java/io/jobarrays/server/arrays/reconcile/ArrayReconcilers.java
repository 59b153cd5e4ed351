package io.jobarrays.server.arrays.reconcile;

import io.jobarrays.server.arrays.events.EventSignal;
import io.jobarrays.server.arrays.owner.ArrayOwners;
import io.jobarrays.server.arrays.rows.JobArray;
import io.jobarrays.server.arrays.spec.Phase;
import io.jobarrays.server.instances.rows.Assignment;
import io.jobarrays.server.instances.watch.InstanceChange;
import io.jobarrays.server.traces.ExecutionTraces;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Reconcilers of all live arrays, one virtual thread each. */
@ApplicationScoped
public class ArrayReconcilers {
    private final ArrayOwners owners;
    private final ActionExecutor executor;
    private final EventSignal signal;
    private final ExecutionTraces traces;
    private final Clock clock;
    private final Map<String, ArrayReconciler> reconcilers = new ConcurrentHashMap<>();
    private final Map<String, Thread> threads = new ConcurrentHashMap<>();
    private volatile boolean stopping;

    ArrayReconcilers(
            ArrayOwners owners,
            ActionExecutor executor,
            EventSignal signal,
            ExecutionTraces traces,
            Clock clock) {
        this.owners = owners;
        this.executor = executor;
        this.signal = signal;
        this.traces = traces;
        this.clock = clock;
    }

    /** Priority: after the migrations, before batch jobs are recovered. */
    void start(@Observes @Priority(100) StartupEvent event) {
        QuarkusTransaction.requiringNew()
                .call(() -> JobArray.notEnded().stream().map(row -> row.id).toList())
                .forEach(this::reconcilerOf);
    }

    void stop(@Observes ShutdownEvent event) {
        stopping = true;
        threads.values().forEach(Thread::interrupt);
        reconcilers.values().forEach(ArrayReconciler::releaseWaiters);
    }

    void changed(@Observes InstanceChange change) {
        wake(change.arrayId());
        signal.fire(null, change.arrayId());
    }

    /**
     * Reconciler of a live array, started if none is running. A closed one is replaced, since an
     * array may be restarted in the second in which it ended.
     */
    public ArrayReconciler reconcilerOf(String arrayId) {
        return Objects.requireNonNull(
                reconcilers.compute(
                        arrayId,
                        (id, reconciler) ->
                                reconciler == null || reconciler.isClosed()
                                        ? startReconciler(id)
                                        : reconciler));
    }

    public void wake(String arrayId) {
        ArrayReconciler reconciler = reconcilers.get(arrayId);
        if (reconciler != null) {
            reconciler.wake();
        }
    }

    /** The agent has a new connection, and is sent again what it may lack. */
    public void reconnected(Assignment assignment) {
        ArrayReconciler reconciler = reconcilers.get(assignment.arrayId());
        if (reconciler != null) {
            reconciler.reconnected(assignment.instanceId());
        }
    }

    /** Phase that the batch job executes; null when no batch job of this process runs the array. */
    @Nullable
    public Phase phaseOf(String arrayId) {
        ArrayReconciler reconciler = reconcilers.get(arrayId);
        return reconciler == null ? null : reconciler.phase();
    }

    private ArrayReconciler startReconciler(String arrayId) {
        ArrayReconciler reconciler = new ArrayReconciler(arrayId, owners, executor, traces, clock);
        threads.put(
                arrayId,
                Thread.ofVirtual()
                        .name("array-" + arrayId)
                        .start(
                                () -> {
                                    reconciler.run();
                                    forget(arrayId, reconciler);
                                }));
        return reconciler;
    }

    private void forget(String arrayId, ArrayReconciler reconciler) {
        if (!stopping) {
            threads.remove(arrayId, Thread.currentThread());
            reconcilers.remove(arrayId, reconciler);
        }
    }
}
