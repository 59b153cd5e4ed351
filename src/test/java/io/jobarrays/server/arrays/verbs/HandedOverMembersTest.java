package io.jobarrays.server.arrays.verbs;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.contract.IndexSet;
import io.jobarrays.server.TestDatabase;
import io.jobarrays.server.arrays.owner.ArrayEdits;
import io.jobarrays.server.arrays.owner.ArrayOwners;
import io.jobarrays.server.arrays.owner.OwnedArray;
import io.jobarrays.server.arrays.snapshot.MemberSnapshot;
import io.jobarrays.server.instances.rows.Instance;
import io.jobarrays.server.instances.rows.InstanceState;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two members; the first lost a machine, and its second one is that of another member now. */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class HandedOverMembersTest {
    private final String machine =
            "i-" + HexFormat.of().toHexDigits(RandomGenerator.getDefault().nextLong());
    private String array = "";
    private String later = "";

    @Inject HandedOverMembers handedOver;
    @Inject ArrayOwners owners;

    @BeforeEach
    void createArrays() {
        array = ArrayEdits.create(2);
        later = ArrayEdits.create(2);
        ArrayEdits.edit(
                array,
                it -> {
                    String lost = "i-lost-" + machine.substring(2);
                    ArrayEdits.addInstance(it, 0, lost, InstanceState.TERMINATED, "nonce");
                    ArrayEdits.addInstance(it, 0, machine, InstanceState.RUNNING, "nonce");
                    it.member(0).endAttempt(1, "EXIT_3", null, it.now());
                    it.member(0).passedOn(machine);
                });
    }

    @AfterEach
    void endArrays() {
        ArrayEdits.end(array, Instant.now());
        ArrayEdits.end(later, Instant.now());
    }

    @Test
    void namesTheArrayThatHasTheMachineAndTheCommand() {
        ArrayEdits.edit(array, it -> it.instances().passOn(instance(it), later));

        MemberResult result = answered(new Selection(array, null)).getFirst();

        assertThat(result.ok()).isFalse();
        assertThat(result.instanceId()).isEqualTo(machine);
        assertThat(result.result())
                .isEqualTo(
                        "%s is the machine of index 0 of array %s now; type spawn extend '%s[0]' 1h"
                                .formatted(machine, later, later));
    }

    @Test
    void anotherAttemptHasAMachineOfItsOwn() {
        ArrayEdits.edit(
                array,
                it -> {
                    it.instances().reassign(instance(it), 1);
                    it.member(0).restart(it.now());
                });

        MemberSnapshot member = owners.snapshot(array).members().getFirst();

        assertThat(member.stateWord()).isEqualTo("terminated");
        assertThat(member.needsLaunch()).isTrue();
        assertThat(answered(new Selection(array, null)).getFirst().result())
                .isEqualTo("of the verb");
    }

    @Test
    void namesTheIndexOfTheSameArray() {
        ArrayEdits.edit(array, it -> it.instances().reassign(instance(it), 1));

        assertThat(answered(new Selection(array, IndexSet.firstOf(1))).getFirst().result())
                .isEqualTo(
                        "%s is the machine of index 1 of this array now; type spawn extend '%s[1]' 1h"
                                .formatted(machine, array));
        MemberResult beside = answered(new Selection(array, null)).getFirst();
        assertThat(beside.ok()).as("the verb acts on the machine as that of index 1").isTrue();
        assertThat(beside.result()).isEqualTo(machine + " is the machine of index 1 now");
    }

    @Test
    void saysThatTheMachineHasEnded() {
        ArrayEdits.edit(
                array,
                it -> {
                    Instance given = instance(it);
                    it.instances().reassign(given, 1);
                    given.observed(null, it.now());
                });

        MemberResult result = answered(new Selection(array, IndexSet.firstOf(1))).getFirst();

        assertThat(result.ok()).isFalse();
        assertThat(result.result())
                .isEqualTo(machine + " became the machine of another member and has ended");
    }

    @Test
    void runsTheOthersAgain() {
        ArrayEdits.edit(array, it -> it.instances().passOn(instance(it), later));
        List<Selection> run = new ArrayList<>();

        List<MemberResult> results =
                handedOver.without(
                        new Selection(array, null),
                        "spawn replace %s",
                        member -> true,
                        its -> {
                            run.add(its);
                            return List.of(new MemberResult(1, "one", null, true, "replaced"));
                        });

        assertThat(run).containsExactly(new Selection(array, IndexSet.of(List.of(1))));
        assertThat(results).extracting(MemberResult::ok).containsExactly(false, true);
        assertThat(results.getFirst().result())
                .endsWith("type spawn replace '%s[0]'".formatted(later));
    }

    @Test
    void anIndexRunsAgainWhoseMachineTheSameArrayHas() {
        ArrayEdits.edit(array, it -> it.instances().reassign(instance(it), 1));
        Selection all = new Selection(array, null);
        List<Selection> run = new ArrayList<>();

        handedOver.without(
                all,
                "spawn retry %s --failed",
                member -> true,
                its -> {
                    run.add(its);
                    return List.of();
                });

        assertThat(run).containsExactly(all);
    }

    private List<MemberResult> answered(Selection selection) {
        List<MemberResult> results =
                selection.membersOf(owners.snapshot(array)).stream()
                        .map(member -> MemberResult.of(member, true, "of the verb"))
                        .toList();
        return handedOver.answered(selection, "spawn extend %s 1h", true, results);
    }

    private Instance instance(OwnedArray owned) {
        return owned.instances().find(machine).orElseThrow();
    }
}
