package io.jobarrays.endtoend;

import java.io.IOException;
import java.io.Writer;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;

/** Shuts a control plane down when the process of the test was killed. */
final class ControlPlaneWatchdog implements AutoCloseable {
    /** The home comes through the pipe: on the command line, ProcessList would count this shell. */
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
        ProcessBuilder builder =
                new ProcessBuilder("setsid", "sh", "-c", SCRIPT, spawn)
                        .redirectOutput(Redirect.DISCARD)
                        .redirectError(Redirect.DISCARD);
        // SPAWN_STATE_DIR of the user would prevail: down would end the user's own arrays.
        builder.environment().keySet().removeIf(name -> name.startsWith("SPAWN_"));
        pipe = builder.start().outputWriter();
        tell("" + home);
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
