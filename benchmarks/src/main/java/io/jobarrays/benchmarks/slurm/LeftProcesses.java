package io.jobarrays.benchmarks.slurm;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Processes of a cluster that have outlived its daemons: tasks and their supervisors. */
final class LeftProcesses {
    private LeftProcesses() {}

    /** Ends the processes whose environment names the cluster's configuration. */
    static void end(SlurmConfig config) {
        String variable = "SLURM_CONF=" + config.file();
        ProcessHandle.allProcesses()
                .filter(process -> process.pid() != ProcessHandle.current().pid())
                .filter(process -> has(process.pid(), variable))
                .forEach(ProcessHandle::destroyForcibly);
    }

    private static boolean has(long pid, String variable) {
        try {
            String environment =
                    Files.readString(
                            Path.of("/proc", "" + pid, "environ"), StandardCharsets.ISO_8859_1);
            return Stream.of(environment.split("\0", -1)).anyMatch(variable::equals);
        } catch (IOException endedOrNotOurs) {
            return false;
        }
    }
}
