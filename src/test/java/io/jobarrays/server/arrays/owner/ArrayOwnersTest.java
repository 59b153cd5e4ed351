package io.jobarrays.server.arrays.owner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jobarrays.server.StatementCount;
import io.jobarrays.server.TestDatabase;
import io.jobarrays.server.arrays.events.EventRows;
import io.jobarrays.server.arrays.events.ProgressEvent;
import io.jobarrays.server.arrays.snapshot.SnapshotBuilder;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class ArrayOwnersTest {
    private static final int SIZE = 6;

    @Inject ArrayOwners owners;
    @Inject ArrayStore store;
    @Inject SnapshotBuilder snapshots;
    @Inject EventRecorder recorder;
    @Inject EventRows events;
    @Inject Clock clock;

    private final List<String> created = new ArrayList<>();

    @AfterEach
    void endArrays() {
        created.forEach(id -> ArrayEdits.end(id, clock.instant()));
    }

    @Test
    void changesThatGatherAreOneCommit() {
        String array = create(SIZE);
        List<Function<OwnedArray, Boolean>> changes = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            int index = i % SIZE;
            changes.add(it -> event(it, index, "gathered"));
        }

        long statements =
                StatementCount.leastOfOwner(
                        array, 1, run -> gather(array, changes).forEach(ArrayChange::await));

        // Reads of the array, a number for fifty events, and an insert for a hundred.
        assertThat(statements).isLessThan(30);
        assertThat(texts(array)).filteredOn(text -> text.endsWith("gathered")).hasSize(300);
    }

    @Test
    void changeThatFailsHalfDoneLeavesNothingAndTheOthersStand() {
        String array = create(SIZE);

        List<ArrayChange<Boolean>> submitted =
                gather(
                        array,
                        List.of(
                                it -> event(it, 0, "good 1"),
                                ArrayOwnersTest::halfDone,
                                it -> event(it, 0, "good 2")));

        submitted.get(0).await();
        assertThatThrownBy(submitted.get(1)::await).hasMessage("half done");
        submitted.get(2).await();
        assertThat(texts(array))
                .anyMatch(text -> text.endsWith("good 1"))
                .anyMatch(text -> text.endsWith("good 2"))
                .noneMatch(text -> text.endsWith("bad"));
        assertThat(owners.snapshot(array).members().getFirst().open()).isTrue();
    }

    private static boolean halfDone(OwnedArray array) {
        array.member(0).endAttempt(1, "EXIT_3", null, array.now());
        array.event("bad");
        throw new IllegalStateException("half done");
    }

    @Test
    void rowsThatTheDatabaseRefusesFailTheirChangeOnly() {
        String array = create(SIZE);

        List<ArrayChange<Boolean>> submitted =
                gather(
                        array,
                        List.of(
                                it -> event(it, 0, "good 1"),
                                it -> event(it, 0, "a text with \0"),
                                it -> event(it, 0, "good 2")));

        submitted.get(0).await();
        assertThatThrownBy(submitted.get(1)::await).rootCause().hasMessageContaining("0x00");
        submitted.get(2).await();
        assertThat(texts(array)).filteredOn(text -> text.contains("good")).hasSize(2);
    }

    private static boolean event(OwnedArray array, int index, String text) {
        array.event(index, text);
        return true;
    }

    /** Submits changes to an owner that is at work, so that all of them are in its next commit. */
    private List<ArrayChange<Boolean>> gather(
            String array, List<Function<OwnedArray, Boolean>> changes) {
        ArrayOwner owner = new ArrayOwner(array, this::read, store, () -> {});
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        owner.submit(new ArrayChange<>(it -> await(begun, goOn)));
        assertThatCode(begun::await).doesNotThrowAnyException();
        List<ArrayChange<Boolean>> submitted = changes.stream().map(ArrayChange::new).toList();
        submitted.forEach(owner::submit);
        goOn.countDown();
        return submitted;
    }

    private static boolean await(CountDownLatch begun, CountDownLatch goOn) {
        begun.countDown();
        try {
            goOn.await();
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private OwnedArray read(String array) {
        return new OwnedArray(store.read(array), snapshots, recorder, clock);
    }

    @Test
    void costOfAnEventDoesNotDependOnTheNumberOfMembers() {
        assertThat(statementsOfAnEvent(create(300)))
                .isEqualTo(statementsOfAnEvent(create(3)))
                .isEqualTo(1);
    }

    private long statementsOfAnEvent(String array) {
        owners.snapshot(array);
        return StatementCount.leastOfOwner(
                array, 40, i -> owners.run(array, it -> it.member(1).activity("busy " + i, null)));
    }

    @Test
    void versionChangesWithEachCommitOnly() {
        String array = create(SIZE);
        Object before = owners.call(array, OwnedArray::version);
        owners.snapshot(array);
        assertThat(owners.call(array, OwnedArray::version)).isSameAs(before);

        owners.run(array, it -> it.event("an event"));

        assertThat(owners.call(array, OwnedArray::version)).isNotSameAs(before);
    }

    @Test
    void memoryOfAnEndedArrayIsReadAgain() {
        String array = create(SIZE);
        owners.run(array, it -> it.row().ended(it.now()));

        owners.run(array, it -> it.event("after its end"));

        assertThat(texts(array)).anyMatch(text -> text.endsWith("after its end"));
    }

    private List<String> texts(String array) {
        return events.ofArray(array, 0).stream().map(ProgressEvent::text).toList();
    }

    /** An array without a reconciler. */
    private String create(int size) {
        String id = ArrayEdits.create(size);
        created.add(id);
        return id;
    }
}
