package io.jobarrays.server.arrays.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.contract.IndexSet;
import io.jobarrays.server.TestDatabase;
import io.jobarrays.server.arrays.owner.ArrayEdits;
import io.jobarrays.server.arrays.owner.ArrayOwners;
import io.jobarrays.server.arrays.owner.OwnedArray;
import io.jobarrays.server.arrays.rows.MemberPower;
import io.jobarrays.server.instances.rows.Instance;
import io.jobarrays.server.instances.rows.InstanceState;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class MachineHandoverTest {
    private static final String NONCE = "nonce";

    private final String ended = instanceId();
    private final String working = instanceId();
    private String source = "";
    private String taker = "";

    @Inject MachineHandover handover;
    @Inject ArrayOwners owners;

    @BeforeEach
    void createArrays() {
        source = ArrayEdits.create(2, Map.of("no-dns", "true"));
        taker = ArrayEdits.create(2, Map.of("no-dns", "true"));
        ArrayEdits.edit(
                source,
                array -> {
                    add(array, 0, ended);
                    add(array, 1, working);
                    array.member(0).endAttempt(1, "EXIT_0", null, array.now());
                });
        ArrayEdits.edit(
                taker,
                array -> {
                    array.row().machinesFrom = source;
                    array.row().resize(2);
                });
    }

    @AfterEach
    void endArrays() {
        Instant now = Instant.now();
        ArrayEdits.end(source, now);
        ArrayEdits.end(taker, now);
    }

    @Test
    void takesTheMachinesWhoseWorkHasEnded() {
        handover.takeMachines(owners.snapshot(taker));

        assertThat(instancesOf(taker)).containsExactly(ended);
        assertThat(instancesOf(source)).containsExactly(working);
        assertThat(owners.<String>call(source, it -> "" + it.member(0).lastInstance))
                .isEqualTo(ended);
        assertThat(owners.snapshot(taker).awaitsMachines()).isFalse();
        assertThat(owners.snapshot(taker).members().get(0).needsLaunch()).isFalse();
        assertThat(owners.snapshot(taker).members().get(1).needsLaunch()).isTrue();
    }

    @Test
    void waitsForAMachineThatIsJustStarted() {
        ArrayEdits.edit(source, it -> it.member(0).start(it.now()));

        handover.takeMachines(owners.snapshot(taker));

        assertThat(instancesOf(taker)).isEmpty();
        assertThat(owners.snapshot(taker).awaitsMachines()).isTrue();
        ArrayEdits.edit(source, it -> it.member(0).power(MemberPower::started));
        handover.takeMachines(owners.snapshot(taker));
        assertThat(instancesOf(taker)).containsExactly(ended);
    }

    @Test
    void findsAMachineWhoseCommitGaveNoAnswer() {
        owners.run(
                source,
                it ->
                        it.instances()
                                .passOn(Objects.requireNonNull(it.instances().newest(0)), taker));
        assertThat(instancesOf(taker)).isEmpty();

        handover.takeMachines(owners.snapshot(taker));

        assertThat(instancesOf(taker)).containsExactly(ended);
    }

    @Test
    void takesTheMachineThatRanLastAndKeepsNoOther() {
        String between = ArrayEdits.create(2, Map.of("no-dns", "true"));
        String newest = instanceId();
        ArrayEdits.edit(
                between,
                array -> {
                    add(array, 0, newest);
                    array.member(0).endAttempt(1, "EXIT_0", null, array.now());
                });
        ArrayEdits.edit(source, array -> array.row().keepMachines(IndexSet.firstOf(2)));
        ArrayEdits.edit(
                taker,
                array -> {
                    array.row().machinesFrom = source + "," + between;
                    array.row().keepMachines(IndexSet.of(List.of(0)));
                });

        handover.takeMachines(owners.snapshot(taker));

        assertThat(instancesOf(taker)).containsExactly(newest);
        assertThat(instancesOf(source)).containsExactly(ended, working);
        assertThat(owners.snapshot(source).keptMachines().isEmpty()).isTrue();
        ArrayEdits.end(between, Instant.now());
    }

    private List<String> instancesOf(String array) {
        return owners.call(
                array,
                it -> it.instances().all().stream().map(instance -> instance.instanceId).toList());
    }

    private static void add(OwnedArray array, int index, String id) {
        ArrayEdits.addInstance(array, index, id, InstanceState.RUNNING, NONCE);
        Instance instance = array.instances().find(id).orElseThrow();
        assertThat(instance.enrol(NONCE, array.now())).isTrue();
    }

    private static String instanceId() {
        return "i-" + HexFormat.of().toHexDigits(RandomGenerator.getDefault().nextLong());
    }
}
