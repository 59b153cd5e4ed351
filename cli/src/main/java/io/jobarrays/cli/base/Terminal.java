package io.jobarrays.cli.base;

import java.io.BufferedReader;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Environment of a command: outputs, input, variables and directory.
 *
 * @param answers reader of the user's answers, empty without a terminal; supplied lazily because
 *     looking for a console takes time
 * @param directory base of relative paths
 * @param in standard input
 * @param isTerminal whether stdin (0), stdout (1) or stderr (2) is a terminal; evaluated lazily, as
 *     above
 * @param size of the terminal, as it is now
 */
public record Terminal(
        PrintStream out,
        PrintStream err,
        Map<String, String> env,
        Supplier<Optional<BufferedReader>> answers,
        Path directory,
        InputStream in,
        IntPredicate isTerminal,
        Supplier<TerminalSize> size) {

    /** Terminal without input. */
    public Terminal(
            PrintStream out,
            PrintStream err,
            Map<String, String> env,
            Supplier<Optional<BufferedReader>> person,
            Path directory) {
        this(
                out,
                err,
                env,
                person,
                directory,
                InputStream.nullInputStream(),
                file -> false,
                () -> TerminalSize.DEFAULT);
    }

    public static Terminal ofThisProcess() {
        return new Terminal(
                new Stdout(),
                new PrintStream(
                        new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
                System.getenv(),
                Terminal::console,
                Path.of(""),
                new FileInputStream(FileDescriptor.in),
                Terminal::isTerminal,
                TerminalSize::ofThisProcess);
    }

    /**
     * @return null when the input has ended
     */
    @Nullable
    public String ask(BufferedReader answers, String question) {
        err.print(question + " ");
        err.flush();
        try {
            return answers.readLine();
        } catch (IOException gone) {
            return null;
        }
    }

    /** Uses {@code test -t}, because the JDK has a console only if both streams are terminals. */
    private static boolean isTerminal(int file) {
        ProcessBuilder test = new ProcessBuilder("sh", "-c", "test -t " + file);
        test.redirectInput(Redirect.INHERIT).redirectOutput(Redirect.INHERIT);
        test.redirectError(Redirect.INHERIT);
        try {
            return test.start().waitFor() == 0;
        } catch (IOException | InterruptedException unknown) {
            return false;
        }
    }

    /** Since JDK 25 (JDK-8351435), there is no console again where there is no terminal. */
    @SuppressWarnings("SystemConsoleNull")
    private static Optional<BufferedReader> console() {
        Console console = System.console();
        return console != null && console.isTerminal()
                ? Optional.of(
                        new BufferedReader(new InputStreamReader(System.in, console.charset())))
                : Optional.empty();
    }
}
