package io.jobarrays.server.batch.retention;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.server.RetentionLimits;
import io.jobarrays.server.TestDatabase;
import io.jobarrays.server.arrays.EndedArrayRows;
import io.jobarrays.server.batch.ChainFixture;
import io.jobarrays.server.batch.ExecutionAwait;
import io.jobarrays.server.batch.Executions;
import io.jobarrays.server.batch.rows.ExecutionFilter;
import io.jobarrays.server.batch.rows.ExecutionState;
import io.jobarrays.server.batch.view.ExecutionView;
import io.jobarrays.server.batch.view.StageView;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Time of a large purge, and of reads beside it: {@code -Dexecutions=10000}. The executions are
 * copies of the rows and files of one of two stages.
 */
@Tag("campaign")
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class RetentionLoadTest {
    private static final String LONGEST_TRANSACTION =
            """
            select cast(coalesce(max(extract(epoch from clock_timestamp() - xact_start)) * 1000, 0)
                as bigint)
            from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()
            """;

    private static final String WAITING = "select count(*) from pg_locks where not granted";

    @Inject EndedArrayRows arrays;
    @Inject Executions executions;
    @Inject EntityManager database;
    @Inject ExecutionCopies copies;
    @Inject PurgedState state;
    @Inject RetentionJob job;

    @Test
    void printsTimesOfALargePurge() throws Exception {
        int many = Integer.getInteger("executions", 10_000);
        ExecutionView kept = run();
        state.endedAgo(kept.id(), Duration.ofDays(11));
        List<String> arrayIds =
                kept.stages().stream().map(it -> Objects.requireNonNull(it.arrayId())).toList();
        copies.add(kept.id(), arrayIds, many);
        copies.analyze();
        state.endedAgo(kept.id(), Duration.ZERO);
        int before = count();
        print("reads before", reads(new AtomicBoolean(), 200));

        AtomicBoolean ended = new AtomicBoolean();
        List<Long> reads = new ArrayList<>();
        List<Long> transactions = new ArrayList<>();
        List<Long> waits = new ArrayList<>();
        Thread reader = Thread.ofVirtual().start(() -> reads.addAll(reads(ended, 1_000_000)));
        Thread sampler = Thread.ofVirtual().start(() -> sample(ended, transactions, waits));
        long began = System.nanoTime();
        job.run(new RetentionLimits(Duration.ofDays(10), 1_000_000, null, 100));
        long nanos = System.nanoTime() - began;
        ended.set(true);
        reader.join();
        sampler.join();

        System.out.printf(
                "%d executions deleted in %d ms, %.2f ms each; longest transaction seen %d ms;"
                        + " %d of %d samples had a lock that was waited for%n",
                many,
                nanos / 1_000_000,
                nanos / 1e6 / many,
                transactions.stream().mapToLong(it -> it).max().orElse(0),
                waits.stream().filter(it -> it > 0).count(),
                waits.size());
        print("reads meanwhile", reads);
        print("reads after", reads(new AtomicBoolean(), 200));
        assertThat(count()).isEqualTo(before - many);
    }

    private ExecutionView run() {
        String stage = "simulated-load";
        byte[] xml =
                ChainFixture.job(
                        "load",
                        ChainFixture.stage(stage + "-a", 2, "next=\"%s-b\"".formatted(stage), ""),
                        ChainFixture.stage(stage + "-b", 1));
        long id = executions.submit(xml, Map.of(), null).id();
        ExecutionView done = ExecutionAwait.until(executions, id, ExecutionState.COMPLETED);
        ExecutionAwait.eventually(() -> assertThat(arrays.liveExecutions()).doesNotContain(id));
        done.stages().stream()
                .map(StageView::arrayId)
                .forEach(array -> state.addMachineOf(id, Objects.requireNonNull(array)));
        return done;
    }

    private int count() {
        return ((Number) value("select count(*) from execution")).intValue();
    }

    /** Milliseconds of reads of the newest 50 executions. */
    private List<Long> reads(AtomicBoolean ended, int most) {
        List<Long> times = new ArrayList<>();
        while (!ended.get() && times.size() < most) {
            long began = System.nanoTime();
            executions.list(new ExecutionFilter(null, null, Instant.EPOCH), 0, 50);
            times.add((System.nanoTime() - began) / 1_000_000);
        }
        return times;
    }

    private void sample(AtomicBoolean ended, List<Long> transactions, List<Long> waits) {
        while (!ended.get()) {
            transactions.add(((Number) value(LONGEST_TRANSACTION)).longValue());
            waits.add(((Number) value(WAITING)).longValue());
        }
    }

    private Object value(String query) {
        return QuarkusTransaction.requiringNew()
                .call(() -> database.createNativeQuery(query, Object.class).getSingleResult());
    }

    private static void print(String what, List<Long> times) {
        List<Long> sorted = times.stream().sorted().toList();
        System.out.printf(
                "%s: %d, p50 %d ms, p99 %d ms, longest %d ms%n",
                what,
                sorted.size(),
                sorted.get(sorted.size() / 2),
                sorted.get(sorted.size() * 99 / 100),
                sorted.getLast());
    }
}
