package io.jobarrays.server.arrays.verbs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.jobarrays.contract.IndexSet;
import io.jobarrays.server.TestDatabase;
import io.jobarrays.server.arrays.owner.ArrayEdits;
import io.jobarrays.server.arrays.owner.ArrayOwners;
import io.jobarrays.server.arrays.owner.OwnedArray;
import io.jobarrays.server.arrays.rows.ArrayState;
import io.jobarrays.server.problems.Refused;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class ReopeningTest {
    @Inject Reopening reopening;
    @Inject ArrayOwners owners;
    @Inject Clock clock;

    private final List<String> arrays = new ArrayList<>();

    @BeforeEach
    void createEnded() {
        arrays.add(ArrayEdits.create(2));
        ArrayEdits.end(arrays.getFirst(), clock.instant());
    }

    @AfterEach
    void end() {
        arrays.forEach(id -> ArrayEdits.end(id, clock.instant()));
    }

    @Test
    void refusesANameThatAnotherArrayHas() {
        launchOfTheSameName();

        refuses(this::reopen);
    }

    @Test
    void refusesANameThatAnotherArrayTakesMeanwhile() {
        refuses(
                array -> {
                    reopen(array);
                    launchOfTheSameName();
                });
    }

    private void refuses(Consumer<OwnedArray> change) {
        assertThatExceptionOfType(Refused.class)
                .isThrownBy(
                        () ->
                                reopening.change(
                                        arrays.getFirst(),
                                        array -> {
                                            change.accept(array);
                                            return true;
                                        }))
                .satisfies(refused -> assertThat(refused.code()).isEqualTo("SPAWN-NAME-TAKEN"));
        assertThat(owners.snapshot(arrays.getFirst()).state()).isEqualTo(ArrayState.ENDED);
    }

    private void reopen(OwnedArray array) {
        reopening.reopen(array, IndexSet.firstOf(1), IndexSet.firstOf(1));
    }

    private void launchOfTheSameName() {
        String name = owners.call(arrays.getFirst(), array -> array.row().name);
        arrays.add(ArrayEdits.create(1, Map.of("job-array-name", name)));
    }
}
