package io.jobarrays.server.arrays.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.contract.IndexSet;
import io.jobarrays.server.TestDatabase;
import io.jobarrays.server.arrays.events.EventRows;
import io.jobarrays.server.arrays.events.ProgressEvent;
import io.jobarrays.server.arrays.owner.ArrayEdits;
import io.jobarrays.server.arrays.owner.ArrayOwners;
import io.jobarrays.server.arrays.plan.Action;
import io.jobarrays.server.arrays.plan.ArrayPlan;
import io.jobarrays.server.arrays.rows.ArrayState;
import io.jobarrays.server.arrays.snapshot.ArraySnapshot;
import io.jobarrays.server.arrays.spec.OnComplete;
import io.jobarrays.server.traces.ExecutionTraces;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Actions of a plan whose array a verb has reopened before they are executed. */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class ReopenedArrayTest {
    private static final Action COMPLETE = new Action.Complete(OnComplete.TERMINATE);
    private static final Action CLOSE = new Action.CloseArray();
    private static final Action NOT_VIABLE =
            new Action.MarkNotViable(IndexSet.firstOf(2), "none came");
    private static final Action SCHEDULE = new Action.ScheduleCompletion(Instant.EPOCH);

    @Inject ArrayOwners owners;
    @Inject ActionExecutor executor;
    @Inject EventRows events;
    @Inject ExecutionTraces traces;
    @Inject Clock clock;

    private String array = "";

    /** An array whose work has ended, without instances and without a reconciler. */
    @BeforeEach
    void create() {
        array = ArrayEdits.create(2, Map.of("on-complete", "terminate"));
        ArrayEdits.edit(
                array,
                it -> {
                    it.members().forEach(one -> one.endAttempt(1, "EXIT_0", null, it.now()));
                    it.row().batchJobEnded();
                });
    }

    @AfterEach
    void end() {
        ArrayEdits.end(array, clock.instant());
    }

    @Test
    void isNeitherCompletedNorEnded() throws Exception {
        ArraySnapshot planned = owners.snapshot(array);
        assertThat(ArrayPlan.of(planned, clock.instant())).contains(COMPLETE, CLOSE);

        ArrayEdits.edit(
                array,
                it -> {
                    it.row().reopen();
                    it.member(0).restart(it.now());
                });
        executor.execute(COMPLETE, planned, reconciler());
        executor.execute(NOT_VIABLE, planned, reconciler());
        executor.execute(SCHEDULE, planned, reconciler());
        boolean closed = executor.execute(CLOSE, planned, reconciler());

        assertThat(closed).isFalse();
        ArraySnapshot after = owners.snapshot(array);
        assertThat(after.notViable()).isFalse();
        assertThat(after.completeAt()).isNull();
        assertThat(after.state()).isEqualTo(ArrayState.LAUNCHING);
        assertThat(after.draining()).isFalse();
        assertThat(after.completed()).isFalse();
    }

    @Test
    void endsOnceAsPlanned() throws Exception {
        ArraySnapshot planned = owners.snapshot(array);

        executor.execute(COMPLETE, planned, reconciler());
        boolean closed = executor.execute(CLOSE, planned, reconciler());
        boolean closedAgain = executor.execute(CLOSE, planned, reconciler());

        assertThat(closed).isTrue();
        assertThat(closedAgain).isTrue();
        assertThat(owners.snapshot(array).state()).isEqualTo(ArrayState.ENDED);
        assertThat(events.ofArray(array, 0))
                .extracting(ProgressEvent::text)
                .filteredOn(text -> text.contains("ended, no instance"))
                .hasSize(1);
    }

    private ArrayReconciler reconciler() {
        return new ArrayReconciler(array, owners, executor, traces, clock);
    }
}
