package io.jobarrays.endtoend;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Programs that a test needs and a machine may lack; {@code .ci/run} installs them. */
final class RequiredTools {
    private static final boolean REQUIRED = "required".equals(System.getProperty("tools"));

    private RequiredTools() {}

    /**
     * Skips the test when the program is missing; fails it with {@code -Dtools=required}.
     *
     * @param program a name, or a path that always exists
     */
    static void require(String program) {
        boolean installed =
                program.contains("/") ? Files.isExecutable(Path.of(program)) : isInstalled(program);
        require(installed, "needs %s, which is not installed".formatted(program));
    }

    /** The same for the library of wrong clocks. */
    static void requireFaketime() throws IOException {
        try (Stream<Path> directories = Files.list(Path.of("/usr/lib"))) {
            require(
                    directories.anyMatch(
                            it -> Files.exists(it.resolve("faketime/libfaketimeMT.so.1"))),
                    "needs libfaketime");
        }
    }

    /** The same for a module of a Python interpreter. */
    static void requirePythonModule(String python, String module) {
        require(python);
        ProgramRun run =
                ProgramRun.of(
                        List.of(python, "-c", "import " + module), Map.of(), Duration.ofMinutes(1));
        require(run.exit() == 0, "needs the module %s for %s".formatted(module, python));
    }

    /** The same for any other condition. */
    static void require(boolean installed, String sentence) {
        if (!installed && REQUIRED) {
            throw new AssertionError(sentence);
        }
        assumeTrue(installed, sentence);
    }

    static boolean isInstalled(String program) {
        return Stream.of((System.getenv("PATH") + ":/usr/sbin").split(File.pathSeparator))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
    }
}
