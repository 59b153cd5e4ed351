package io.jobarrays.server.arrays.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jobarrays.contract.IndexSet;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AliasVariablesTest {
    @Test
    void namesTheMemberAsOtherSystemsDo() {
        assertThat(aliases(3, "0-7", "compute-0.example.org"))
                .containsEntry("SLURM_ARRAY_TASK_ID", "3")
                .containsEntry("SLURM_ARRAY_TASK_COUNT", "8")
                .containsEntry("SLURM_ARRAY_TASK_MIN", "0")
                .containsEntry("SLURM_ARRAY_TASK_MAX", "7")
                .containsEntry("SLURM_PROCID", "3")
                .containsEntry("SLURM_NNODES", "8")
                .containsEntry("AWS_BATCH_JOB_ARRAY_INDEX", "3")
                .containsEntry("JOB_COMPLETION_INDEX", "3")
                .containsEntry("NODE_RANK", "3")
                .containsEntry("LOCAL_RANK", "0")
                .containsEntry("WORLD_SIZE", "8")
                .containsEntry("MASTER_ADDR", "compute-0.example.org")
                .containsEntry("MASTER_PORT", "29500")
                .doesNotContainKey("RANK");
    }

    @Test
    void countsRanksWithoutTheIndexesThatAreNotLaunched() {
        assertThat(aliases(5, "2,5-6", "compute-2.example.org"))
                .containsEntry("SLURM_ARRAY_TASK_ID", "5")
                .containsEntry("SLURM_ARRAY_TASK_COUNT", "3")
                .containsEntry("SLURM_ARRAY_TASK_MIN", "2")
                .containsEntry("SLURM_ARRAY_TASK_MAX", "6")
                .containsEntry("SLURM_PROCID", "1")
                .containsEntry("NODE_RANK", "1")
                .containsEntry("WORLD_SIZE", "3")
                .containsEntry("JOB_COMPLETION_INDEX", "5");
    }

    /** The agent unsets the listed ones in ranks of MPI, and must leave the user's own. */
    @Test
    void listsAliasesOnly() {
        assertThat(aliases(0, "0", "a").get("JOB_ARRAY_ALIASES"))
                .contains("NODE_RANK", "WORLD_SIZE")
                .doesNotContain(" RANK");
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "96, 96", "auto, 0"})
    void readsSlots(String given, int slots) {
        assertThat(spec("slots", given).work().slots()).isEqualTo(slots);
        assertThat(spec("no-aliases", "true").work().aliases()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"0", "-1", "1025", "many"})
    void refusesOtherSlots(String given) {
        assertThatThrownBy(() -> spec("slots", given))
                .hasMessageContaining("slots: \"%s\" is not a whole number".formatted(given));
    }

    @Test
    void warnsThatAValueIsTakenAsItStands() {
        assertThat(WorkLint.warnings(spec("env.PATH", "/opt/x:$PATH")))
                .containsExactly(
                        "env PATH: $PATH in it is taken as it stands; set the variable in the command where PATH needs its value",
                        "env PATH: has neither /usr/bin nor /bin, so that programs such as ls are not found");
        assertThat(WorkLint.warnings(spec("env.DATA", "${HOME}/data"))).hasSize(1);
        assertThat(WorkLint.warnings(spec("env.PATH", "/opt/x:/usr/bin:/bin"))).isEmpty();
        assertThat(WorkLint.warnings(spec("env.PRICE", "5$"))).isEmpty();
    }

    private static Map<String, String> aliases(int index, String members, String mainName) {
        return AliasVariables.of(index, IndexSet.parse(members), mainName, Map.of("RANK", "mine"));
    }

    private static ArraySpec spec(String flag, String text) {
        return ArraySpec.of(
                new TreeMap<>(
                        Map.of(
                                "job-array-name",
                                "compute",
                                "count",
                                "1",
                                "command",
                                "x",
                                flag,
                                text)));
    }
}
