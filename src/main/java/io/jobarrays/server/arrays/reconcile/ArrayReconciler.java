package io.jobarrays.server.arrays.reconcile;

import io.jobarrays.server.arrays.owner.ArrayOwners;
import io.jobarrays.server.arrays.plan.Action;
import io.jobarrays.server.arrays.plan.ArrayPlan;
import io.jobarrays.server.arrays.plan.PhaseProgress;
import io.jobarrays.server.arrays.snapshot.ArraySnapshot;
import io.jobarrays.server.arrays.snapshot.MemberSnapshot;
import io.jobarrays.server.arrays.spec.Phase;
import io.jobarrays.server.aws.AwsFailure;
import io.jobarrays.server.background.BackgroundLoop;
import io.jobarrays.server.traces.ExecutionTraces;
import io.opentelemetry.context.Scope;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Reconcile loop of one live array: takes a snapshot of its owner's memory, plans, executes the
 * actions. Runs on one virtual thread, woken by every change and once per second, or up to ten
 * seconds when it is large.
 */
public final class ArrayReconciler {
    private static final Logger LOG = Logger.getLogger(ArrayReconciler.class);
    private static final Duration RETRY_PAUSE = Duration.ofSeconds(1);

    /** Partition of a batch step that waits for its member. */
    private record Waiter(Phase phase, int index) {}

    /** Snapshot with the version of the memory that it is of. */
    private record Seen(Object version, long execution, ArraySnapshot array) {}

    final String arrayId;

    /** Keys of events that are not to be repeated with every plan. */
    private final Set<String> recorded = ConcurrentHashMap.newKeySet();

    /** By instance: keys of the messages that its agent was sent since it connected. */
    private final Map<String, Set<String>> sent = new ConcurrentHashMap<>();

    final CallBackoff launchBackoff;
    final CallBackoff settlementBackoff;
    final BulkBackoff startBackoff;
    final BulkBackoff stopBackoff;
    final BulkBackoff terminationBackoff;

    /** When a launch call that waits in the queue may be admitted; null: none waits. */
    @Nullable Instant admissionAt;

    private final ArrayOwners owners;
    private final ActionExecutor executor;
    private final ExecutionTraces traces;
    private final Clock clock;

    private final BackgroundLoop loop = new BackgroundLoop(this::reconcile, this::reconcileFailed);
    private final Map<Waiter, CompletableFuture<String>> waiters = new ConcurrentHashMap<>();
    private volatile @Nullable Phase phase;
    private volatile boolean closed;

    ArrayReconciler(
            String arrayId,
            ArrayOwners owners,
            ActionExecutor executor,
            ExecutionTraces traces,
            Clock clock) {
        this.arrayId = arrayId;
        this.launchBackoff = new CallBackoff(clock);
        this.settlementBackoff = new CallBackoff(clock);
        this.startBackoff = new BulkBackoff(clock);
        this.stopBackoff = new BulkBackoff(clock);
        this.terminationBackoff = new BulkBackoff(clock);
        this.owners = owners;
        this.executor = executor;
        this.traces = traces;
        this.clock = clock;
    }

    /** Runs until the array is closed or the server stops. */
    void run() {
        loop.run();
        if (closed) {
            waiters.forEach((waiter, future) -> future.complete("STOPPED"));
        }
    }

    boolean isClosed() {
        return closed;
    }

    public void wake() {
        loop.signal();
    }

    /** True the first time that it is called with this key. */
    boolean isFirst(String key) {
        return recorded.add(key);
    }

    /** Whether {@link #isFirst} was called with this key. */
    boolean isRecorded(String key) {
        return recorded.contains(key);
    }

    /** Sends unless sent before under this key; a failed send is repeated at the next call. */
    void sendOnce(String instanceId, String key, BooleanSupplier send) {
        Set<String> keys = sent.computeIfAbsent(instanceId, id -> ConcurrentHashMap.newKeySet());
        if (!keys.contains(key) && send.getAsBoolean()) {
            keys.add(key);
        }
    }

    /** The agent of the instance has a new connection, and is sent again what it may lack. */
    void reconnected(String instanceId) {
        sent.remove(instanceId);
    }

    /** The batch job of the array executes this step now. */
    ArraySnapshot enterPhase(Phase entered) {
        phase = entered;
        wake();
        return snapshot(entered);
    }

    /** The batch job of the array has ended, or another server runs it. */
    public void leavePhase() {
        phase = null;
        wake();
    }

    @Nullable Phase phase() {
        return phase;
    }

    /** Exit status of the member in the phase. */
    CompletableFuture<String> phaseResult(Phase awaited, int index) {
        CompletableFuture<String> future =
                waiters.computeIfAbsent(new Waiter(awaited, index), w -> new CompletableFuture<>());
        wake();
        return future;
    }

    /** Ends the wait of every partition with {@code STOPPED}. */
    void releaseWaiters() {
        waiters.forEach((waiter, future) -> future.complete("STOPPED"));
        waiters.clear();
    }

    private Duration reconcile() throws InterruptedException {
        long begin = System.nanoTime();
        Seen seen =
                owners.call(
                        arrayId,
                        it -> new Seen(it.version(), it.row().execution, it.snapshot(phase)));
        ArraySnapshot array = seen.array();
        long planBegin = System.nanoTime();
        List<Action> actions = ArrayPlan.of(array, clock.instant());
        Duration planning = Duration.ofNanos(System.nanoTime() - planBegin);
        Duration planningAndRead = Duration.ofNanos(System.nanoTime() - begin);
        if (actions.stream().noneMatch(Action.Launch.class::isInstance)) {
            executor.leaveLaunchQueue(array, this);
        }
        try (Scope _ = traces.ofStage(seen.execution(), arrayId).makeCurrent()) {
            execute(actions, array);
        }
        executor.warn(array, this);
        completeWaiters(after(seen));
        finishIfClosed();
        // Not the pause of the loop, which the events that are to gather would end.
        Thread.sleep(PlanPauses.whileEventsCome(planningAndRead));
        return pause(planning);
    }

    /** The snapshot again, unless something was committed since. */
    private ArraySnapshot after(Seen seen) {
        return owners.call(
                arrayId, it -> it.version() == seen.version() ? seen.array() : it.snapshot(phase));
    }

    private void execute(List<Action> actions, ArraySnapshot array) throws InterruptedException {
        for (Action action : actions) {
            try {
                closed |= executor.execute(action, array, this);
            } catch (AwsFailure failure) {
                // An action that AWS refuses must not keep the others from being executed.
                LOG.warnf("array %s: %s", arrayId, failure.getMessage());
            }
        }
    }

    private ArraySnapshot snapshot(@Nullable Phase its) {
        return owners.call(arrayId, array -> array.snapshot(its));
    }

    private Duration pause(Duration planning) {
        Duration quiet = PlanPauses.withoutEvents(planning);
        Instant admission = admissionAt;
        return admission == null
                ? quiet
                : Collections.min(List.of(quiet, Duration.between(clock.instant(), admission)));
    }

    private Duration reconcileFailed(Exception e) {
        LOG.warnf(e, "array %s: reconcile failed, retry in %s", arrayId, RETRY_PAUSE);
        finishIfClosed();
        return RETRY_PAUSE;
    }

    private void finishIfClosed() {
        if (closed) {
            loop.finish();
        }
    }

    private void completeWaiters(ArraySnapshot array) {
        if (waiters.isEmpty()) {
            return;
        }
        Map<Integer, MemberSnapshot> members = new HashMap<>();
        array.members().forEach(member -> members.put(member.index(), member));
        PhaseProgress progress = new PhaseProgress(array, clock.instant());
        waiters.forEach(
                (waiter, future) ->
                        resultOf(waiter, members.get(waiter.index()), progress)
                                .ifPresent(
                                        status -> {
                                            waiters.remove(waiter);
                                            future.complete(status);
                                        }));
    }

    /** A member removed by scaling has the result {@code RETIRED}. */
    private static Optional<String> resultOf(
            Waiter waiter, @Nullable MemberSnapshot member, PhaseProgress progress) {
        return member == null ? Optional.of("RETIRED") : progress.of(waiter.phase(), member);
    }
}
