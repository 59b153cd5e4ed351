package io.jobarrays.server.arrays.snapshot;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.server.arrays.rows.JobArray;
import io.jobarrays.server.instances.rows.OwnedInstances;
import io.jobarrays.server.instances.rows.RowChanges;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CommittedRowsTest {
    private final CommittedRows committed = new CommittedRows();
    private final List<String> loaded = new ArrayList<>();

    @Test
    void readsAnArrayAgainAfterItsNextCommitOnly() {
        assertThat(ids(read("b", "a"))).containsExactly("b", "a");
        assertThat(ids(read("a", "b"))).containsExactly("a", "b");
        assertThat(loaded).containsExactly("b", "a");

        committed.changed("a");
        read("a", "b");

        assertThat(loaded).containsExactly("b", "a", "a");
    }

    @Test
    void doesNotKeepWhatWasReadDuringACommit() {
        committed.of(
                List.of("a"),
                unknown -> {
                    Map<String, ArrayRows> before = load(unknown);
                    committed.changed("a");
                    return before;
                });

        read("a");
        read("a");

        assertThat(loaded).containsExactly("a", "a");
    }

    @Test
    void leavesOutWhatDoesNotExist() {
        assertThat(committed.of(List.of("a", "none"), ids -> load(List.of("a")))).hasSize(1);
        assertThat(committed.of(List.of("none"), ids -> Map.of())).isEmpty();
        assertThat(ids(read("none"))).as("created since").containsExactly("none");
    }

    private List<ArrayRows> read(String... arrayIds) {
        return committed.of(List.of(arrayIds), this::load);
    }

    private Map<String, ArrayRows> load(List<String> arrayIds) {
        loaded.addAll(arrayIds);
        return arrayIds.stream().collect(toMap(identity(), CommittedRowsTest::rows));
    }

    private static ArrayRows rows(String id) {
        JobArray array = new JobArray();
        array.id = id;
        return new ArrayRows(
                array, List.of(), new OwnedInstances(List.of(), List.of(), new RowChanges()));
    }

    private static List<String> ids(List<ArrayRows> rows) {
        return rows.stream().map(row -> row.array().id).toList();
    }
}
