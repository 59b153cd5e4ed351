package io.jobarrays.server.batch.retention;

import static io.jobarrays.server.auth.AuthorizedRequests.authorized;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;

import io.jobarrays.server.RetentionConfig;
import io.jobarrays.server.RetentionLimits;
import io.jobarrays.server.TestDatabase;
import io.jobarrays.server.arrays.EndedArrayRows;
import io.jobarrays.server.arrays.reconcile.SimulatedPhases;
import io.jobarrays.server.batch.ChainFixture;
import io.jobarrays.server.batch.ExecutionAwait;
import io.jobarrays.server.batch.Executions;
import io.jobarrays.server.batch.rows.EndedExecutionRows;
import io.jobarrays.server.batch.rows.ExecutionState;
import io.jobarrays.server.batch.view.ExecutionView;
import io.jobarrays.server.batch.view.StageView;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class RetentionTest {
    private static final RetentionLimits TEN_DAYS =
            new RetentionLimits(Duration.ofDays(10), 100_000, null, 100);

    @Inject EndedArrayRows arrays;
    @Inject Executions executions;
    @Inject ExecutionPurge purge;
    @Inject RetentionJob job;
    @Inject ExecutionFiles files;
    @Inject EndedExecutionRows ended;
    @Inject SimulatedPhases phases;
    @Inject RetentionConfig config;
    @Inject PurgedState state;

    @Test
    void deletesAllRowsAndFilesOfAnExecution() {
        var rows = state.rows();
        var names = state.files();
        ExecutionView execution = run("purge-all", 3);
        state.addEarlierJobOf(execution.id());
        var rowsBefore = state.rows();
        assertThat(rowsBefore.keySet())
                .allSatisfy(
                        table ->
                                assertThat(rowsBefore.get(table))
                                        .as(table)
                                        .isGreaterThan(rows.getOrDefault(table, 0)));
        long bytes = files.bytes();

        long freed = purge.purge(execution.id(), PurgeCause.REQUEST);

        assertThat(freed).isGreaterThanOrEqualTo(6000);
        assertThat(files.bytes()).isEqualTo(bytes - freed);
        ExecutionAwait.eventually(() -> assertThat(state.rows()).isEqualTo(rows));
        assertThat(state.files()).isEqualTo(names);
    }

    @Test
    void deletesByAgeAndLeavesAloneWhatGoesOn() {
        long old = run("purge-old", 1).id();
        long young = run("purge-young", 1).id();
        ExecutionView kept = run("purge-kept", 1);
        phases.hold("simulated-purge-held-a");
        long running = submit("purge-held", 1);
        List.of(old, young, kept.id(), running)
                .forEach(id -> state.endedAgo(id, Duration.ofDays(11)));
        state.endedAgo(young, Duration.ofDays(9));
        state.setArrayEnded(array(kept, 0), false);

        job.run(TEN_DAYS);

        assertThat(exists(old)).isFalse();
        assertThat(exists(young)).isTrue();
        assertThat(exists(kept.id())).isTrue();
        assertThat(exists(running)).isTrue();
        assertThat(state.files().get("logs")).contains(array(kept, 0));

        state.setArrayEnded(array(kept, 0), true);
        phases.releaseHeld("simulated-purge-held-a");
        ExecutionAwait.until(executions, running, ExecutionState.COMPLETED);
        job.run(TEN_DAYS);
        assertThat(exists(kept.id())).isFalse();
        purge.purge(young, PurgeCause.REQUEST);
    }

    @Test
    void deletesTheOldestOfTooMany() {
        long oldest = run("purge-many", 1).id();
        long newer = run("purge-many", 1).id();
        state.endedAgo(oldest, Duration.ofDays(9).plusHours(3));
        state.endedAgo(newer, Duration.ofDays(8));
        // Executions of other tests may have arrays that have not ended: they do not count.
        Set<Long> live = arrays.liveExecutions();
        int most =
                (int) ended.oldestFirst().stream().filter(one -> !live.contains(one.id())).count()
                        - 1;

        job.run(new RetentionLimits(Duration.ofDays(10), most, null, 100));

        assertThat(exists(oldest)).isFalse();
        assertThat(exists(newer)).isTrue();
    }

    @Test
    void deletesTheOldestWithFilesUntilTheRestFits() {
        long oldest = run("purge-large", 1).id();
        long newer = run("purge-large", 1).id();
        state.endedAgo(oldest, Duration.ofDays(9).plusHours(6));
        state.endedAgo(newer, Duration.ofDays(7));

        job.run(new RetentionLimits(Duration.ofDays(10), 100_000, files.bytes() - 1, 100));

        assertThat(exists(oldest)).isFalse();
        assertThat(exists(newer)).isTrue();
    }

    @Test
    void aCrashBetweenRowsAndFilesLeavesNothingToServe() {
        ExecutionView execution = run("purge-crash", 1);
        ExecutionView other = run("purge-other", 1);
        String array = array(execution, 0);
        authorized().get("/api/v1/arrays/" + array).then().statusCode(200);

        purge.deleteRows(execution.id());

        assertThat(state.files().get("logs")).contains(array);
        authorized().get("/api/v1/executions/" + execution.id()).then().statusCode(404);
        authorized().get("/api/v1/arrays/" + array).then().statusCode(404);
        authorized().get("/api/v1/arrays/" + array + "/logs/0").then().statusCode(404);
        job.run(TEN_DAYS);
        state.files()
                .forEach(
                        (directory, names) ->
                                assertThat(names).as(directory).doesNotContain(array));
        assertThat(state.files().get("logs")).contains(array(other, 0));
        assertThat(state.files().get("outputs")).contains(array(other, 0));
    }

    @Test
    void deletesBundlesThatNothingRefersTo() {
        String referred = state.addBundle("a".repeat(64), Duration.ofDays(2));
        String unused = state.addBundle("b".repeat(64), Duration.ofDays(2));
        String justUploaded = state.addBundle("c".repeat(64), Duration.ofHours(23));
        String askedFor = state.addBundle("d".repeat(64), Duration.ofDays(2));
        authorized().head("/api/v1/bundles/" + "d".repeat(64)).then().statusCode(200);
        long execution = run("purge-bundle", 1).id();
        state.setBundle(execution, "a".repeat(64));

        job.run(TEN_DAYS);

        assertThat(state.files().get("bundles"))
                .contains(referred, justUploaded, askedFor)
                .doesNotContain(unused);

        purge.purge(execution, PurgeCause.REQUEST);
        job.run(TEN_DAYS);

        assertThat(state.files().get("bundles")).doesNotContain(referred);
    }

    @Test
    void deletesOnRequestWhatHasEnded() {
        phases.hold("simulated-purge-request-a");
        long id = submit("purge-request", 1);

        authorized()
                .delete("/api/v1/executions/" + id)
                .then()
                .statusCode(409)
                .body("detail", containsString("only one that has ended can be deleted"));

        phases.releaseHeld("simulated-purge-request-a");
        ExecutionView done = ExecutionAwait.until(executions, id, ExecutionState.COMPLETED);
        ExecutionAwait.eventually(
                () -> authorized().delete("/api/v1/executions/" + id).then().statusCode(204));
        authorized().delete("/api/v1/executions/" + id).then().statusCode(404);
        authorized().get("/api/v1/arrays/" + array(done, 0)).then().statusCode(404);
    }

    @Test
    void namesTheArrayThatHasNotEnded() {
        ExecutionView execution = run("purge-live", 1);
        state.setArrayEnded(array(execution, 0), false);

        authorized()
                .delete("/api/v1/executions/" + execution.id())
                .then()
                .statusCode(409)
                .body(
                        "detail",
                        containsString("array %s of execution".formatted(array(execution, 0))));

        state.setArrayEnded(array(execution, 0), true);
        assertThat(exists(execution.id())).isTrue();
    }

    @Test
    void keepsThirtyDaysAndTenThousandExecutionsByDefault() {
        assertThat(config.enabled()).isTrue();
        assertThat(config.every()).isEqualTo(Duration.ofMinutes(10));
        assertThat(RetentionLimits.of(config))
                .isEqualTo(new RetentionLimits(Duration.ofDays(30), 10_000, null, 80));
    }

    /** A chain of two stages that has ended, with rows and files as machines leave them. */
    private ExecutionView run(String job, int count) {
        long id = submit(job, count);
        ExecutionView done = ExecutionAwait.until(executions, id, ExecutionState.COMPLETED);
        ExecutionAwait.eventually(() -> assertThat(arrays.liveExecutions()).doesNotContain(id));
        done.stages().stream()
                .map(StageView::arrayId)
                .forEach(array -> state.addMachineOf(id, Objects.requireNonNull(array)));
        return done;
    }

    private long submit(String job, int count) {
        String stage = "simulated-" + job;
        byte[] xml =
                ChainFixture.job(
                        job,
                        ChainFixture.stage(
                                stage + "-a", count, "next=\"%s-b\"".formatted(stage), ""),
                        ChainFixture.stage(stage + "-b", 1));
        return executions.submit(xml, Map.of(), null).id();
    }

    private static String array(ExecutionView execution, int stage) {
        return Objects.requireNonNull(execution.stages().get(stage).arrayId());
    }

    private boolean exists(long id) {
        return authorized().get("/api/v1/executions/" + id).statusCode() == 200;
    }
}
