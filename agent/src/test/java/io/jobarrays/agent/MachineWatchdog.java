package io.jobarrays.agent;

import java.io.IOException;
import java.io.Writer;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;

/** Kills the processes of a machine when the process of the test was killed. */
final class MachineWatchdog implements AutoCloseable {
    /**
     * The directory comes through the pipe: on the command line, it would be a process of the
     * machine itself. Twice, because a restart loop may have started another process.
     */
    private static final String SCRIPT =
            """
            read -r machine
            read -r over && exit
            for round in 1 2; do
              for process in /proc/[0-9]*; do
                grep -sqF -- "$machine" $process/cmdline $process/environ && kill -9 ${process#/proc/}
              done
            done
            rm -rf "$machine"
            """;

    private final Writer pipe;

    MachineWatchdog(Path machine) throws IOException {
        Process process =
                new ProcessBuilder("setsid", "sh", "-c", SCRIPT)
                        .redirectOutput(Redirect.DISCARD)
                        .redirectError(Redirect.DISCARD)
                        .start();
        pipe = process.outputWriter();
        tell("" + machine);
    }

    @Override
    public void close() {
        try (pipe) {
            tell("over");
        } catch (IOException alreadyGone) {
            // The shell has ended already.
        }
    }

    private void tell(String line) throws IOException {
        pipe.write(line + "\n");
        pipe.flush();
    }
}
