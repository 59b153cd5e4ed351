package io.jobarrays.server.arrays.owner;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jobarrays.server.TestDatabase;
import io.jobarrays.server.arrays.rows.JobArray;
import io.jobarrays.server.arrays.snapshot.CommittedRows;
import io.jobarrays.server.arrays.snapshot.SnapshotBuilder;
import io.jobarrays.server.instances.rows.OwnedInstances;
import io.jobarrays.server.instances.rows.RowChanges;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.hibernate.StatelessSession;
import org.junit.jupiter.api.Test;

/** Failures of an owner reach all callers; none waits for ever. */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class ArrayOwnerFailureTest {
    @Inject StatelessSession session;
    @Inject SnapshotBuilder snapshots;
    @Inject EventRecorder recorder;
    @Inject Clock clock;

    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);

    /** In an outage each attempt to read the rows takes seconds. */
    @Test
    void rowsThatCannotBeReadAreTriedOnceForAllChanges() throws Exception {
        AtomicInteger reads = new AtomicInteger();
        ArrayOwner owner =
                owner(
                        array -> {
                            if (reads.incrementAndGet() == 1) {
                                awaitGoOn();
                            }
                            throw new IllegalStateException("no database");
                        },
                        written -> {});
        ArrayChange<Boolean> first = submit(owner);
        begun.await();
        List<ArrayChange<Boolean>> others = Stream.generate(() -> submit(owner)).limit(50).toList();
        goOn.countDown();

        assertThatThrownBy(() -> awaitCommit(first)).hasRootCauseMessage("no database");
        for (ArrayChange<Boolean> change : others) {
            assertThatThrownBy(() -> awaitCommit(change)).hasRootCauseMessage("no database");
        }
        assertThat(reads).hasValue(2);
    }

    @Test
    void errorOfACommitReachesItsCallers() {
        ArrayOwner owner =
                owner(
                        this::read,
                        written -> {
                            throw new OutOfMemoryError("made by a test");
                        });

        ArrayChange<Boolean> change = submit(owner);

        assertThatThrownBy(() -> awaitCommit(change)).hasRootCauseMessage("made by a test");
    }

    @Test
    void changeIsCommittedThoughAnActionAfterTheCommitFails() {
        ArrayOwner owner = owner(this::read, written -> {});
        ArrayChange<Boolean> change =
                new ArrayChange<>(
                        array -> {
                            array.row().completed();
                            array.changes()
                                    .afterCommit(
                                            () -> {
                                                throw new IllegalStateException("made by a test");
                                            });
                            return true;
                        });
        owner.submit(change);

        assertThat(awaitCommit(change)).isTrue();
        assertThat(awaitCommit(submit(owner))).isTrue();
    }

    private static ArrayChange<Boolean> submit(ArrayOwner owner) {
        ArrayChange<Boolean> change =
                new ArrayChange<>(
                        array -> {
                            array.row().completed();
                            return true;
                        });
        owner.submit(change);
        return change;
    }

    private static boolean awaitCommit(ArrayChange<Boolean> change) {
        return CompletableFuture.supplyAsync(change::await).orTimeout(10, SECONDS).join();
    }

    private void awaitGoOn() {
        begun.countDown();
        try {
            goOn.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private ArrayOwner owner(Function<String, OwnedArray> read, Consumer<RowChanges> write) {
        ArrayStore store =
                new ArrayStore(
                        session,
                        new CommittedRows(),
                        new ArrayMeters(new SimpleMeterRegistry(), clock)) {
                    @Override
                    void write(String arrayId, RowChanges changes, int group) {
                        write.accept(changes);
                    }
                };
        return new ArrayOwner("failing", read, store, () -> {});
    }

    /** An array without members, which the database does not have. */
    private OwnedArray read(String array) {
        RowChanges changes = new RowChanges();
        OwnedInstances instances = new OwnedInstances(List.of(), List.of(), changes);
        return new OwnedArray(
                new ArrayRowsRead(new JobArray(), List.of(), instances, changes),
                snapshots,
                recorder,
                clock);
    }
}
