package io.jobarrays.amazon.localcloud.deployment;

import io.quarkus.deployment.builditem.Startable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Process of the local cloud for a dev or test session. */
final class LocalCloudProcess implements Startable {
    private static final long POLL_INTERVAL_MILLIS = 20;
    private static final long STOP_TIMEOUT_SECONDS = 10;

    private final Supplier<LocalCloudPlan> planner;

    /** Shutdown hook: Quarkus does not close services of a test JVM or after a fast Ctrl-C. */
    private final Thread atExit = new Thread(this::end, "local-cloud-end");

    private @Nullable LocalCloudPlan plan;
    private @Nullable Process process;
    private @Nullable RunningCloud cloud;

    LocalCloudProcess(Supplier<LocalCloudPlan> planner) {
        this.planner = planner;
    }

    @Override
    public void start() {
        LocalCloudPlan chosen = planner.get();
        plan = chosen;
        Runtime.getRuntime().addShutdownHook(atExit);
        try {
            Files.createDirectories(
                    chosen.cloud(),
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
            Files.deleteIfExists(chosen.cloudFile());
            process =
                    new ProcessBuilder(chosen.command(ProcessHandle.current().pid()))
                            .redirectErrorStream(true)
                            .redirectOutput(chosen.log().toFile())
                            .start();
            process.getOutputStream().close();
            awaitReady(chosen, process);
        } catch (IOException e) {
            close();
            throw new UncheckedIOException("the local cloud could not be started", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            close();
            throw new IllegalStateException("the start of the local cloud was interrupted", e);
        }
        cloud = RunningCloud.read(chosen.cloudFile());
    }

    private void awaitReady(LocalCloudPlan chosen, Process started) throws InterruptedException {
        long deadline = System.nanoTime() + chosen.readyTimeout().toNanos();
        while (!Files.exists(chosen.cloudFile())) {
            boolean ended = started.waitFor(POLL_INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
            if (ended || System.nanoTime() > deadline) {
                String outcome =
                        ended
                                ? "ended with exit code " + started.exitValue()
                                : "was not ready after " + chosen.readyTimeout().toSeconds() + " s";
                String tail = LogTail.of(chosen.log());
                close();
                throw new IllegalStateException("the local cloud " + outcome + ":\n" + tail);
            }
        }
    }

    /** The contents of {@code cloud.json}. */
    RunningCloud cloud() {
        if (cloud == null) {
            throw new IllegalStateException("the local cloud was not started");
        }
        return cloud;
    }

    Path state() {
        if (plan == null) {
            throw new IllegalStateException("the local cloud was not started");
        }
        return plan.state();
    }

    @Override
    public String getConnectionInfo() {
        return cloud().endpoint();
    }

    @Override
    public @Nullable String getContainerId() {
        return null;
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            // The JVM is shutting down: the hook ends the process.
        }
        end();
    }

    private void end() {
        if (process != null) {
            end(process);
        }
        if (plan != null) {
            plan.devMode().ifPresent(DevModeFile::delete);
        }
        if (plan != null && plan.temporary()) {
            delete(plan.state());
        }
    }

    private static void end(Process started) {
        started.destroy();
        try {
            if (!started.waitFor(STOP_TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                started.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            started.destroyForcibly();
        }
    }

    private static void delete(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
        } catch (IOException e) {
            // Files that another process still holds stay in the temporary directory.
        }
    }
}
