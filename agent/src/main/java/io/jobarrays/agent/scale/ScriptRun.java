package io.jobarrays.agent.scale;

import io.jobarrays.contract.ExitReason;
import io.jobarrays.contract.Sha256;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** One run of a script on its calling thread; a signal from another thread ends it. */
final class ScriptRun {
    private static final byte[] BLOCK = "scale mode\n".repeat(744).getBytes(StandardCharsets.UTF_8);

    private final ScriptFiles files;
    private final Output output;
    private final long deadline;
    private final CountDownLatch signalled = new CountDownLatch(1);
    private volatile int signal;
    private volatile boolean reachedLimit;

    /**
     * @param limit time after which the run is killed
     */
    ScriptRun(ScriptFiles files, Output output, Duration limit) {
        this.files = files;
        this.output = output;
        this.deadline = System.nanoTime() + limit.toNanos();
    }

    /** Ends the run as the signal ends a process; a later signal changes nothing. */
    synchronized void kill(int number) {
        if (signal == 0) {
            signal = number;
            signalled.countDown();
        }
    }

    boolean reachedLimit() {
        return reachedLimit;
    }

    /** Carries the statements out until one ends the run; returns {@code exit 0} after the last. */
    ExitReason run(Iterable<ScaleStatement> statements) throws IOException, InterruptedException {
        for (ScaleStatement statement : statements) {
            Optional<ExitReason> end = carryOut(statement);
            if (signal != 0) {
                return new ExitReason.Signal(signal);
            }
            if (end.isPresent()) {
                return end.get();
            }
        }
        return new ExitReason.Exit(0);
    }

    private Optional<ExitReason> carryOut(ScaleStatement statement)
            throws IOException, InterruptedException {
        return switch (statement) {
            case ScaleStatement.Exit exit -> Optional.of(new ExitReason.Exit(exit.code()));
            case ScaleStatement.Kill kill -> Optional.of(new ExitReason.Signal(kill.signal()));
            case ScaleStatement.Echo echo -> {
                output.print(echo.text() + "\n");
                yield Optional.empty();
            }
            case ScaleStatement.Sleep sleep -> {
                await(sleep.time());
                yield Optional.empty();
            }
            case ScaleStatement.Forever forever -> {
                await(Duration.ofNanos(Long.MAX_VALUE));
                yield Optional.empty();
            }
            case ScaleStatement.Write write -> {
                write(files.resolve(write.path()), write.bytes());
                yield Optional.empty();
            }
            case ScaleStatement.Read read -> read(read.path());
        };
    }

    private void await(Duration time) throws InterruptedException {
        long left = deadline - System.nanoTime();
        if (!signalled.await(Math.min(left, time.toNanos()), TimeUnit.NANOSECONDS)
                && left < time.toNanos()) {
            reachedLimit = true;
            kill(9);
        }
    }

    /** Replaces the file: the old one may be a hard link that machines share. */
    private static void write(Path file, long bytes) throws IOException {
        Files.createDirectories(file.resolveSibling(""));
        Files.deleteIfExists(file);
        try (OutputStream out = Files.newOutputStream(file)) {
            for (long left = bytes; left > 0; left -= BLOCK.length) {
                out.write(BLOCK, 0, (int) Math.min(left, BLOCK.length));
            }
        }
    }

    private Optional<ExitReason> read(String path) throws IOException {
        Path file = files.resolve(path);
        if (!Files.isRegularFile(file)) {
            output.print("read: %s is not a file\n".formatted(path));
            return Optional.of(new ExitReason.Exit(1));
        }
        output.print(
                "%s: %d bytes, SHA-256 %s\n"
                        .formatted(path, Files.size(file), Sha256.ofFile(file)));
        return Optional.empty();
    }

    /** Log of the part. */
    interface Output {
        void print(String text) throws IOException;
    }
}
