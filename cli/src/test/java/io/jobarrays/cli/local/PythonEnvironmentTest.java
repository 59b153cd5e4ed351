package io.jobarrays.cli.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PythonEnvironmentTest {
    @TempDir private Path home = Path.of("/");
    private Path environment = Path.of("/");

    @BeforeEach
    void create() throws IOException {
        home = home.toRealPath();
        environment = Files.createDirectories(home.resolve("project/bin")).resolveSibling("");
        environment = environment.normalize();
    }

    @Test
    void installationOfTheInterpreterIsNeeded() throws IOException {
        Path installed = Files.createDirectories(home.resolve("versions/3.13/bin"));
        Files.createDirectories(home.resolve("versions/3.13/lib/python3.13"));
        Files.createFile(home.resolve("versions/3.13/lib/python3.13/os.py"));
        Files.createFile(installed.resolve("python3.13"));
        link(installed.resolve("python"), Path.of("python3.13"));
        virtual(installed.resolve("python"));

        assertThat(PythonEnvironment.interpreters(environment))
                .containsExactly(home.resolve("versions/3.13"));
    }

    @Test
    void directoryOfALinkBetweenIsNeededToo() throws IOException {
        Path bin = Files.createDirectories(home.resolve("local/bin"));
        Files.createDirectories(home.resolve("local/lib/python3.13/site-packages"));
        link(bin.resolve("python3"), Path.of("/usr/bin/python3"));
        virtual(bin.resolve("python3"));

        assertThat(PythonEnvironment.interpreters(environment)).containsExactly(bin);
    }

    @Test
    void interpreterOfTheSystemIsSeenAnyway() throws IOException {
        virtual(Path.of("/usr/bin/python3"));

        assertThat(PythonEnvironment.interpreters(environment)).isEmpty();
    }

    @Test
    void directoryWithoutItsMarkerIsNoEnvironment() throws IOException {
        link(environment.resolve("bin/python"), home.resolve("elsewhere/python"));

        assertThat(PythonEnvironment.interpreters(environment)).isEmpty();
    }

    private void virtual(Path interpreter) throws IOException {
        Files.createFile(environment.resolve("pyvenv.cfg"));
        link(environment.resolve("bin/python"), interpreter);
    }

    private static void link(Path link, Path target) throws IOException {
        Files.createSymbolicLink(link, target);
    }
}
