package io.jobarrays.localcloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.jobarrays.localcloud.machines.host.FaketimeLibrary;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Programs that a test needs and a machine may lack; {@code .ci/run} installs them. */
public final class InstalledTools {
    private InstalledTools() {}

    /** The same for a module of a Python interpreter. */
    static void requirePythonModule(String python, String module)
            throws IOException, InterruptedException {
        require(Path.of(python).getFileName().toString());
        boolean found =
                new ProcessBuilder(python, "-c", "import " + module)
                                .redirectErrorStream(true)
                                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                                .start()
                                .waitFor()
                        == 0;
        require(module + " for " + python, found);
    }

    /** The same for libfaketime. */
    public static void requireFaketime() {
        boolean found = true;
        try {
            FaketimeLibrary.require();
        } catch (IOException e) {
            found = false;
        }
        require("libfaketime", found);
    }

    /** Skips the test when the program is missing; fails it with {@code -Dtools=required}. */
    public static void require(String program) {
        boolean found =
                Stream.of((System.getenv("PATH") + ":/usr/sbin").split(File.pathSeparator))
                        .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
        require(program + " on the PATH", found);
    }

    private static void require(String tool, boolean found) {
        if ("required".equals(System.getProperty("tools"))) {
            assertThat(found).as(tool).isTrue();
        }
        assumeThat(found).as(tool).isTrue();
    }
}
