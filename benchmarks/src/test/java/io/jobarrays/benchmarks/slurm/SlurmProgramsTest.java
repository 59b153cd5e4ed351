package io.jobarrays.benchmarks.slurm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SlurmProgramsTest {
    @Test
    void namesTheProgramsThatAreNotInstalled(@TempDir Path directory) throws IOException {
        Path sbatch = Files.writeString(directory.resolve("sbatch"), "");
        Files.writeString(directory.resolve("sinfo"), "is no program");
        assertThat(sbatch.toFile().setExecutable(true)).isTrue();

        SlurmPrograms programs = new SlurmPrograms(List.of(Path.of("/nowhere"), directory));

        assertThat(programs.missing())
                .containsExactly("slurmctld", "slurmd", "munged", "squeue", "sinfo", "scancel");
        assertThat(programs.path("sbatch")).isEqualTo(sbatch.toString());
    }
}
