package io.jobarrays.cli;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a command sees of the world around it.
 *
 * @param person where a person answers questions; nothing when nobody is there. Asked late: looking
 *     for a console takes time
 * @param directory what relative paths are relative to
 */
public record Terminal(
        PrintStream out,
        PrintStream err,
        Map<String, String> env,
        Supplier<Optional<BufferedReader>> person,
        Path directory) {

    public static Terminal ofThisProcess() {
        return new Terminal(
                new PrintStream(
                        new java.io.FileOutputStream(java.io.FileDescriptor.out),
                        false,
                        StandardCharsets.UTF_8),
                new PrintStream(
                        new java.io.FileOutputStream(java.io.FileDescriptor.err),
                        true,
                        StandardCharsets.UTF_8),
                System.getenv(),
                Terminal::console,
                Path.of(""));
    }

    /**
     * @return null when the input has ended
     */
    @Nullable String ask(BufferedReader answers, String question) {
        err.print(question + " ");
        err.flush();
        try {
            return answers.readLine();
        } catch (IOException gone) {
            return null;
        }
    }

    private static Optional<BufferedReader> console() {
        Console console = Objects.requireNonNull(System.console());
        return console.isTerminal()
                ? Optional.of(
                        new BufferedReader(new InputStreamReader(System.in, console.charset())))
                : Optional.empty();
    }
}
