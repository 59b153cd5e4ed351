package io.jobarrays.server.arrays.verbs;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.contract.IndexSet;
import io.jobarrays.server.TestDatabase;
import io.jobarrays.server.arrays.owner.ArrayEdits;
import io.jobarrays.server.arrays.owner.ArrayOwners;
import io.jobarrays.server.arrays.owner.OwnedArray;
import io.jobarrays.server.instances.rows.InstanceState;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Members that run again in an array with fewer machines than indexes. */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class ReopenedPlacesTest {
    private static final IndexSet NONE = IndexSet.firstOf(0);

    @Inject Reopening reopening;
    @Inject ArrayOwners owners;

    private String array = "";

    @AfterEach
    void end() {
        ArrayEdits.end(array, Instant.now());
    }

    @Test
    void machinesThatAreThereTakeThePlaces() {
        create(Map.of("max-concurrent", "2"));
        ArrayEdits.edit(array, it -> List.of(2, 3).forEach(index -> launch(index, it)));

        ArrayEdits.edit(array, it -> reopening.reopen(it, IndexSet.firstOf(4), NONE));

        assertThat(deferred()).hasToString("[0-1]");
    }

    @Test
    void nothingWaitsWithoutALimit() {
        create(Map.of());
        ArrayEdits.edit(array, it -> it.member(1).defer());

        ArrayEdits.edit(array, it -> reopening.reopen(it, IndexSet.firstOf(4), NONE));

        assertThat(deferred().isEmpty()).isTrue();
    }

    private void create(Map<String, String> flags) {
        array = ArrayEdits.create(4, flags);
        ArrayEdits.edit(
                array,
                it -> it.members().forEach(one -> one.endAttempt(1, "EXIT_1", null, it.now())));
    }

    private static void launch(int index, OwnedArray array) {
        array.member(index).takeTurn(array.now(), null);
        ArrayEdits.addInstance(
                array,
                index,
                "i-" + HexFormat.of().toHexDigits(RandomGenerator.getDefault().nextLong()),
                InstanceState.RUNNING,
                "nonce");
    }

    private IndexSet deferred() {
        return owners.snapshot(array).indexes(member -> member.lifecycle().deferred());
    }
}
