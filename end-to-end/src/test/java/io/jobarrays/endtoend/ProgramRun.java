package io.jobarrays.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Output and exit code of a program. */
record ProgramRun(List<String> command, int exit, String out, String err) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Runs a program to its end; one that takes longer than {@code limit} is killed. */
    static ProgramRun of(List<String> command, Map<String, String> environment, Duration limit) {
        try {
            return begin(command, environment).end(limit);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Skips the test when the program is not installed. */
    static Going begin(List<String> command, Map<String, String> environment) throws IOException {
        RequiredTools.require(command.getFirst());
        Path out = Files.createTempFile("run", ".out");
        Path err = Files.createTempFile("run", ".err");
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .redirectInput(Path.of("/dev/null").toFile())
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile());
        // Settings of the user who runs the tests would name that user's own control plane.
        builder.environment().keySet().removeIf(name -> name.startsWith("SPAWN_"));
        builder.environment().putAll(environment);
        return new Going(command, builder.start(), out, err);
    }

    JsonNode json() {
        try {
            return JSON.readTree(out);
        } catch (IOException e) {
            throw new UncheckedIOException("no JSON: " + this, e);
        }
    }

    @Override
    public String toString() {
        return "%s\nexit %d\n--- stdout\n%s--- stderr\n%s"
                .formatted(String.join(" ", command), exit, out, err);
    }

    /** A program that runs. */
    record Going(List<String> command, Process process, Path outFile, Path errFile) {
        ProgramRun end(Duration limit) {
            try {
                boolean ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
                if (!ended) {
                    process.destroyForcibly().waitFor();
                }
                String err =
                        Files.readString(errFile)
                                + (ended ? "" : "(took longer than " + limit + ")\n");
                ProgramRun run =
                        new ProgramRun(
                                command, process.exitValue(), Files.readString(outFile), err);
                Files.delete(outFile);
                Files.delete(errFile);
                return run;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                process.destroyForcibly();
                throw new IllegalStateException(e);
            }
        }
    }
}
