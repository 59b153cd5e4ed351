package io.jobarrays.benchmarks.slurm;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Programs of Slurm and Munge, as Debian's packages install them. */
public final class SlurmPrograms {
    /** Debian: {@code slurmctld slurmd slurm-client munge}. */
    private static final List<String> NAMES =
            List.of("slurmctld", "slurmd", "munged", "sbatch", "squeue", "sinfo", "scancel");

    private static final List<String> SYSTEM = List.of("/usr/sbin", "/sbin");

    private final List<Path> directories;

    SlurmPrograms(List<Path> directories) {
        this.directories = directories;
    }

    /** Those that the user's path and the system's directories have. */
    public static SlurmPrograms installed() {
        String path = System.getenv().getOrDefault("PATH", "");
        return new SlurmPrograms(
                Stream.concat(Arrays.stream(path.split(":", -1)), SYSTEM.stream())
                        .filter(directory -> !directory.isEmpty())
                        .map(Path::of)
                        .toList());
    }

    /** Names of the programs that are not installed. */
    public List<String> missing() {
        return NAMES.stream().filter(name -> find(name).isEmpty()).toList();
    }

    String path(String name) {
        return find(name).orElseThrow().toString();
    }

    private Optional<Path> find(String name) {
        return directories.stream()
                .map(directory -> directory.resolve(name))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
