package io.jobarrays.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The packaged program, run as a process of its own. */
public final class PackagedCli {
    public static final Path DIRECTORY = Path.of("target/spawn").toAbsolutePath();

    private PackagedCli() {}

    /**
     * @param home where the other programs are
     * @param env on top of what this process has
     */
    public static CommandResult spawn(Path home, Map<String, String> env, String... args) {
        return finish(start(home, env, args));
    }

    public static Process start(Path home, Map<String, String> env, String... args) {
        return start(command(home, args), env);
    }

    public static List<String> command(Path home, String... args) {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-XX:+UseSerialGC",
                                "-XX:AOTCache=" + DIRECTORY.resolve("spawn.aot"),
                                "-Dspawn.home=" + home,
                                "-jar",
                                DIRECTORY.resolve("spawn.jar").toString()));
        command.addAll(List.of(args));
        return command;
    }

    public static Process start(List<String> command, Map<String, String> env) {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().keySet().removeIf(name -> name.startsWith("SPAWN_"));
        builder.environment().putAll(env);
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            return process;
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }

    /** Waits for the end; both outputs are short, so that reading one after the other is enough. */
    public static CommandResult finish(Process process) {
        try {
            String out = text(process.getInputStream().readAllBytes());
            String err = text(process.getErrorStream().readAllBytes());
            return new CommandResult(process.waitFor(), out, err);
        } catch (IOException | InterruptedException broken) {
            throw new IllegalStateException(broken);
        }
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
