package io.jobarrays.amazon.localcloud.deployment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * File {@code target/dev-mode} of a source tree whose dev mode runs: its process id and its state
 * directory, one a line. The script {@code spawn} builds nothing meanwhile, and calls this control
 * plane.
 */
record DevModeFile(Path path) {
    /** Part of the command line of every dev mode, because process ids are reused. */
    private static final String COMMAND_LINE_MARK = "-dev.jar";

    void write(Path state) {
        try {
            Files.createDirectories(path.toAbsolutePath().getParent());
            Files.write(path, List.of("" + ProcessHandle.current().pid(), state.toString()));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + path, e);
        }
    }

    void delete() {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            // The process id in it names no process any more.
        }
    }

    /** Why another dev mode of the source tree must not start; empty when none runs. */
    Optional<String> objection() {
        try {
            return Files.readAllLines(path).stream()
                    .findFirst()
                    .filter(pid -> pid.matches("\\d{1,9}"))
                    .map(Long::parseLong)
                    .filter(pid -> pid != ProcessHandle.current().pid() && isDevMode(pid))
                    .map(
                            pid ->
                                    "dev mode of this directory runs already with process id %d; end it with Ctrl-C in its terminal"
                                            .formatted(pid));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + path, e);
        }
    }

    private static boolean isDevMode(long pid) {
        return ProcessHandle.of(pid)
                .flatMap(process -> process.info().commandLine())
                .filter(line -> line.contains(COMMAND_LINE_MARK))
                .isPresent();
    }
}
