package io.jobarrays.benchmarks.slurm;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Jobs of a cluster, through Slurm's commands. */
public final class SlurmJobs {
    private static final Duration COMMAND_TIMEOUT = Duration.ofSeconds(60);
    private static final Duration POLL_INTERVAL = Duration.ofMillis(500);
    private static final Duration CANCEL_TIMEOUT = Duration.ofSeconds(20);

    private final SlurmPrograms programs;
    private final SlurmConfig config;

    SlurmJobs(SlurmPrograms programs, SlurmConfig config) {
        this.programs = programs;
        this.config = config;
    }

    /**
     * Submits an array.
     *
     * @param script of each task
     * @param dependency as {@code afterok:7}; empty: none
     * @return its number
     */
    public String submit(String name, int count, String script, String dependency)
            throws IOException, InterruptedException {
        Path file = config.directory().resolve(name + ".sh");
        Files.writeString(file, "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        List<String> arguments =
                new ArrayList<>(
                        List.of(
                                "--parsable",
                                "--output=/dev/null",
                                "--chdir=/",
                                "--array=0-" + (count - 1)));
        if (!dependency.isEmpty()) {
            arguments.add("--dependency=" + dependency);
        }
        arguments.add(file.toString());
        return run("sbatch", arguments);
    }

    /** Waits until no task is left. */
    public void awaitEnd(Duration limit) throws IOException, InterruptedException {
        Instant end = Instant.now().plus(limit);
        while (left() > 0) {
            if (Instant.now().isAfter(end)) {
                throw new IOException(
                        "%d tasks of Slurm are left after %s".formatted(left(), limit));
            }
            Thread.sleep(POLL_INTERVAL);
        }
    }

    /** Tasks that have not ended. */
    public long left() throws IOException, InterruptedException {
        return run("squeue", List.of("--noheader", "--array", "--format=%i"))
                .lines()
                .filter(line -> !line.isBlank())
                .count();
    }

    /** Directory that tasks may write to. */
    public Path directory() {
        return config.directory();
    }

    boolean isNodeIdle() throws IOException, InterruptedException {
        try {
            return run("sinfo", List.of("--noheader", "--format=%T")).equals("idle");
        } catch (IOException notReady) {
            return false;
        }
    }

    void cancelAll() throws IOException, InterruptedException {
        run("scancel", List.of("--user=" + config.user()));
        awaitEnd(CANCEL_TIMEOUT);
    }

    private String run(String program, List<String> arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(programs.path(program)));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("SLURM_CONF", config.file().toString());
        Process process = builder.start();
        String output =
                new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (!process.waitFor(COMMAND_TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException("%s did not end".formatted(command));
        }
        if (process.exitValue() != 0) {
            throw new IOException("%s: %s".formatted(command, output));
        }
        return output;
    }
}
