package io.jobarrays.server.batch.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.contract.IndexSet;
import io.jobarrays.server.arrays.rows.SharedMachines;
import io.jobarrays.server.batch.rows.Stage;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StageMachinesTest {
    @Test
    void stageWithoutLaterUsersKeepsNothing() {
        Stage alone = stage("alone", null, 4, null);

        assertThat(StageMachines.of(alone, List.of(alone, stage("other", null, 4, null))))
                .isEqualTo(SharedMachines.NONE);
    }

    @Test
    void ownerKeepsAsManyAsTheLargestUserNeeds() {
        Stage first = stage("first", null, 4, null);

        assertThat(
                        StageMachines.of(
                                first,
                                List.of(
                                        first,
                                        stage("second", "first", 2, null),
                                        stage("third", "first", 3, null))))
                .isEqualTo(new SharedMachines(List.of(), IndexSet.firstOf(3)));
    }

    @Test
    void userTakesFromAllThatBegan() {
        Stage third = stage("third", "first", 3, null);

        assertThat(
                        StageMachines.of(
                                third,
                                List.of(
                                        stage("second", "first", 2, "b"),
                                        stage("first", null, 4, "a"),
                                        third,
                                        stage("skipped", "first", 1, null))))
                .isEqualTo(new SharedMachines(List.of("a", "b"), IndexSet.firstOf(1)));
    }

    @Test
    void userOfAStageThatWasSkippedLaunchesItsOwn() {
        Stage second = stage("second", "first", 2, null);

        assertThat(StageMachines.of(second, List.of(stage("first", null, 4, null), second)))
                .isEqualTo(SharedMachines.NONE);
    }

    private static Stage stage(
            String id, @Nullable String machines, int indexLimit, @Nullable String array) {
        Stage stage = new Stage();
        stage.id = id;
        stage.machines = machines;
        stage.indexes = "0-" + (indexLimit - 1);
        stage.arrayId = array;
        return stage;
    }
}
