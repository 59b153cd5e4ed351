package io.jobarrays.localcloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Programs that a test needs and a machine may lack; {@code .ci/run} installs them. */
public final class InstalledTools {
    private InstalledTools() {}

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
