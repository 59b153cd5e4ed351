package io.jobarrays.server.arrays.owner;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.contract.IndexSet;
import io.jobarrays.contract.Sha256;
import io.jobarrays.server.TestDatabase;
import io.jobarrays.server.arrays.rows.DesiredPower;
import io.jobarrays.server.arrays.rows.MemberPower;
import io.jobarrays.server.arrays.snapshot.SnapshotBuilder;
import io.jobarrays.server.instances.rows.Instance;
import io.jobarrays.server.instances.rows.InstanceState;
import io.jobarrays.server.instances.rows.LaunchIntent;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Memory of an owner, compared with the rows. */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class OwnedArrayTest {
    private static final int SIZE = 6;

    @Inject ArrayOwners owners;
    @Inject ArrayStore store;
    @Inject SnapshotBuilder snapshots;
    @Inject EventRecorder recorder;
    @Inject Clock clock;

    private String array = "";

    @BeforeEach
    void create() {
        array = ArrayEdits.create(SIZE);
    }

    @AfterEach
    void end() {
        ArrayEdits.end(array, clock.instant());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void memoryIsWhatTheRowsSayAfterRandomChanges(int seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 200; i++) {
            int index = random.nextInt(SIZE);
            BiConsumer<OwnedArray, Integer> change = CHANGES.get(random.nextInt(CHANGES.size()));
            owners.run(array, it -> change.accept(it, index));
        }

        assertThat(owners.snapshot(array)).isEqualTo(read().snapshot());
    }

    private static final List<BiConsumer<OwnedArray, Integer>> CHANGES =
            List.of(
                    (array, index) ->
                            array.member(index)
                                    .endAttempt(
                                            array.member(index).attempt,
                                            "AGENT_SILENT",
                                            "silent",
                                            array.now()),
                    (array, index) -> array.member(index).reopenSilent(array.member(index).attempt),
                    (array, index) -> array.member(index).retry(array.now()),
                    (array, index) -> array.member(index).replaceReclaimed(array.now()),
                    (array, index) -> array.member(index).admitted(array.now()),
                    (array, index) -> array.member(index).peersAcknowledged(index),
                    (array, index) -> array.member(index).peersHeld(0),
                    (array, index) -> array.member(index).start(array.now()),
                    (array, index) -> array.member(index).activity("cpu", null),
                    (array, index) -> array.member(index).interrupted(array.now()),
                    (array, index) ->
                            array.member(index)
                                    .outputsUnkept(array.member(index).attempt, "no space"),
                    (array, index) ->
                            array.member(index)
                                    .power(
                                            power ->
                                                    power.requestOff(
                                                            DesiredPower.STOPPED, array.now())),
                    (array, index) -> array.member(index).power(MemberPower::started),
                    (array, index) ->
                            array.member(index).power(power -> power.setDeadline(array.now())),
                    (array, index) ->
                            array.member(index).power(power -> power.pauseDeadline(array.now())),
                    (array, index) ->
                            array.member(index).power(power -> power.resumeDeadline(array.now())),
                    (array, index) ->
                            array.publish(index, "hash", IndexSet.of(List.of(index)), "[]"),
                    (array, index) -> array.row().launchFailed("Code", "reason", array.now()),
                    (array, index) -> array.row().launchQueued(array.now()),
                    (array, index) -> array.row().clearLaunchError(),
                    (array, index) -> array.row().scheduleCompletion(array.now()),
                    (array, index) -> array.event(index, "an event"),
                    OwnedArrayTest::addInstance,
                    (array, index) -> newest(array, index).ifPresent(Instance::stopping),
                    (array, index) -> newest(array, index).ifPresent(Instance::starting),
                    (array, index) ->
                            newest(array, index).ifPresent(it -> it.enrol("nonce", array.now())),
                    (array, index) ->
                            newest(array, index).ifPresent(it -> it.requestEnd(array.now())),
                    (array, index) -> newest(array, index).ifPresent(Instance::shuttingDown),
                    (array, index) -> newest(array, index).ifPresent(it -> it.peersTagged(index)),
                    (array, index) -> newest(array, index).ifPresent(it -> it.workReceived(index)),
                    OwnedArrayTest::openLaunch,
                    (array, index) ->
                            array.instances()
                                    .openLaunches()
                                    .forEach(
                                            launch ->
                                                    array.instances()
                                                            .close(launch, "DONE", array.now())));

    private static Optional<Instance> newest(OwnedArray array, int index) {
        return Optional.ofNullable(array.instances().newest(index));
    }

    private static void addInstance(OwnedArray array, int index) {
        ArrayEdits.addInstance(array, index, "i-" + random(), InstanceState.RUNNING, "nonce");
    }

    private static void openLaunch(OwnedArray array, int index) {
        LaunchIntent launch = new LaunchIntent();
        launch.id = random();
        launch.arrayId = array.row().id;
        launch.indexes = "" + index;
        launch.nonceHash = Sha256.of("nonce");
        launch.createdAt = array.now();
        array.instances().open(launch);
    }

    private OwnedArray read() {
        return new OwnedArray(store.read(array), snapshots, recorder, clock);
    }

    private static String random() {
        return "%016x".formatted(new SecureRandom().nextLong());
    }
}
