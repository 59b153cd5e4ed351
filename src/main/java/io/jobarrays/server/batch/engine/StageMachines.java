package io.jobarrays.server.batch.engine;

import io.jobarrays.contract.IndexSet;
import io.jobarrays.server.arrays.rows.SharedMachines;
import io.jobarrays.server.batch.rows.Stage;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Decides which stages of an execution use the machines of a stage before and after it. */
final class StageMachines {
    private StageMachines() {}

    /**
     * @param stages all of the execution
     */
    static SharedMachines of(Stage stage, List<Stage> stages) {
        String owner = owner(stage);
        List<Stage> users =
                stages.stream()
                        .filter(other -> !other.id.equals(stage.id) && owner(other).equals(owner))
                        .toList();
        IndexSet kept =
                IndexSet.of(
                        users.stream()
                                .filter(other -> other.machines != null && other.arrayId == null)
                                .flatMapToInt(other -> IndexSet.parse(other.indexes).stream())
                                .boxed()
                                .toList());
        return new SharedMachines(stage.machines == null ? List.of() : begun(users), kept);
    }

    /** The stage that launches the machines. */
    private static String owner(Stage stage) {
        return Objects.requireNonNullElse(stage.machines, stage.id);
    }

    /** Arrays of the stages that have begun, that of the owner first. */
    private static List<String> begun(List<Stage> users) {
        return Stream.concat(
                        users.stream().filter(user -> user.machines == null),
                        users.stream().filter(user -> user.machines != null))
                .flatMap(user -> Stream.ofNullable((@Nullable String) user.arrayId))
                .toList();
    }
}
