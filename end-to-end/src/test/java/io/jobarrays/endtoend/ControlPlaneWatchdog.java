package io.jobarrays.endtoend;

import java.io.IOException;
import java.io.Writer;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;

/** Takes a control plane down when the test's own process has been killed. */
final class ControlPlaneWatchdog implements AutoCloseable {
    /** Where it is told through the pipe: by its command line it would count as what it watches. */
    private static final String SCRIPT =
            """
            read -r home
            read -r over && exit
            XDG_STATE_HOME="$home" SPAWN_AS_BUILT=1 "$0" down --yes
            rm -rf "$home"
            """;

    private final Writer pipe;

    /**
     * @param home the {@code XDG_STATE_HOME} of the control plane
     */
    ControlPlaneWatchdog(Path home) throws IOException {
        String spawn = "" + TestControlPlane.ROOT.resolve("spawn");
        Process process =
                new ProcessBuilder("setsid", "sh", "-c", SCRIPT, spawn)
                        .redirectOutput(Redirect.DISCARD)
                        .redirectError(Redirect.DISCARD)
                        .start();
        pipe = process.outputWriter();
        tell("" + home);
    }

    @Override
    public void close() {
        try (pipe) {
            tell("over");
        } catch (IOException alreadyGone) {
            // Then it has nothing to watch any more.
        }
    }

    private void tell(String line) throws IOException {
        pipe.write(line + "\n");
        pipe.flush();
    }
}
