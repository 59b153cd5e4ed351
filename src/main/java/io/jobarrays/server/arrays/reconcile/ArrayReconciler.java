package io.jobarrays.server.arrays.reconcile;

import io.jobarrays.server.arrays.plan.Action;
import io.jobarrays.server.arrays.plan.ArrayPlan;
import io.jobarrays.server.arrays.plan.PhaseProgress;
import io.jobarrays.server.arrays.snapshot.ArraySnapshot;
import io.jobarrays.server.arrays.snapshot.MemberSnapshot;
import io.jobarrays.server.arrays.snapshot.SnapshotReader;
import io.jobarrays.server.arrays.spec.Phase;
import io.jobarrays.server.aws.AwsFailure;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Where one live array is looked after: see, decide, do, on one virtual thread, woken by every
 * change and once a second.
 */
public final class ArrayReconciler {
    private static final Logger LOG = Logger.getLogger(ArrayReconciler.class);
    private static final Duration TICK = Duration.ofSeconds(1);

    /** One partition of a batch step that waits for its index. */
    private record Waiter(Phase phase, int index) {}

    final String arrayId;

    /** What was already said to whom, so that it is not said again every second. */
    final Set<Object> told = ConcurrentHashMap.newKeySet();

    volatile Instant launchPause = Instant.EPOCH;
    private final SnapshotReader sight;
    private final ActionExecutor deeds;
    private final Clock clock;
    private final Semaphore pokes = new Semaphore(0);
    private final Map<Waiter, CompletableFuture<String>> waiters = new ConcurrentHashMap<>();
    private volatile @Nullable Phase phase;
    private volatile boolean closed;

    ArrayReconciler(String arrayId, SnapshotReader sight, ActionExecutor deeds, Clock clock) {
        this.arrayId = arrayId;
        this.sight = sight;
        this.deeds = deeds;
        this.clock = clock;
    }

    /** Runs until the array is closed or the server stops. */
    void live() {
        while (!closed) {
            try {
                lookAndAct();
                pokes.tryAcquire(TICK.toMillis(), TimeUnit.MILLISECONDS);
                pokes.drainPermits();
            } catch (InterruptedException e) {
                return;
            } catch (Exception e) {
                // The rim of the loop: an outage of database or cloud must not end the watch.
                LOG.warnf(e, "array %s: will look again in %s", arrayId, TICK);
                java.util.concurrent.locks.LockSupport.parkNanos(TICK.toNanos());
                if (Thread.currentThread().isInterrupted()) {
                    return;
                }
            }
        }
        waiters.forEach((waiter, future) -> future.complete("STOPPED"));
    }

    boolean isClosed() {
        return closed;
    }

    public void poke() {
        pokes.release();
    }

    /** What nobody could be told is said again. */
    void once(Object key, BooleanSupplier say) {
        if (!told.contains(key) && say.getAsBoolean()) {
            told.add(key);
        }
    }

    /** Its batch job is at this step now. */
    ArraySnapshot enter(Phase entered) {
        phase = entered;
        poke();
        return sight.of(arrayId, entered, launchPause);
    }

    /** Its batch job has ended or let go. */
    public void leave() {
        phase = null;
        poke();
    }

    @Nullable Phase phase() {
        return phase;
    }

    CompletableFuture<String> settlement(Phase awaited, int index) {
        CompletableFuture<String> future =
                waiters.computeIfAbsent(new Waiter(awaited, index), w -> new CompletableFuture<>());
        poke();
        return future;
    }

    /** Lets every waiting partition go without a result. */
    void release() {
        waiters.forEach((waiter, future) -> future.complete("STOPPED"));
        waiters.clear();
    }

    private void lookAndAct() throws InterruptedException {
        ArraySnapshot array = sight.of(arrayId, phase, launchPause);
        List<Action> actions = ArrayPlan.of(array, clock.instant());
        for (Action action : actions) {
            try {
                closed |= deeds.act(action, array, this);
            } catch (AwsFailure failure) {
                // One deed that AWS refuses must not keep the others from being done.
                LOG.warnf("array %s: %s", arrayId, failure.getMessage());
            }
        }
        settle(actions.isEmpty() ? array : sight.of(arrayId, phase, launchPause));
    }

    private void settle(ArraySnapshot array) {
        Map<Integer, MemberSnapshot> seats = new java.util.HashMap<>();
        array.seats().forEach(seat -> seats.put(seat.index(), seat));
        waiters.forEach(
                (waiter, future) ->
                        settled(waiter, seats.get(waiter.index()), array)
                                .ifPresent(
                                        status -> {
                                            waiters.remove(waiter);
                                            future.complete(status);
                                        }));
    }

    /** Nobody waits for one that was scaled away. */
    private static Optional<String> settled(
            Waiter waiter, @Nullable MemberSnapshot seat, ArraySnapshot array) {
        return seat == null
                ? Optional.of("RETIRED")
                : PhaseProgress.of(waiter.phase(), seat, array);
    }
}
