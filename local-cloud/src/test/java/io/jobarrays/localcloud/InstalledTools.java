package io.jobarrays.localcloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
        if ("required".equals(System.getProperty("tools"))) {
            assertThat(found).as("%s for %s", module, python).isTrue();
        }
        assumeThat(found).as("%s for %s", module, python).isTrue();
    }

    /** Skips the test when the program is missing; fails it with {@code -Dtools=required}. */
    public static void require(String program) {
        List<Path> found =
                Stream.of((System.getenv("PATH") + ":/usr/sbin").split(File.pathSeparator))
                        .map(directory -> Path.of(directory, program))
                        .filter(Files::isExecutable)
                        .toList();
        if ("required".equals(System.getProperty("tools"))) {
            assertThat(found).as("%s on the PATH", program).isNotEmpty();
        }
        assumeThat(found).as("%s on the PATH", program).isNotEmpty();
    }
}
