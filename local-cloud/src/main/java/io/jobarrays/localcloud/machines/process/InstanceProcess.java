package io.jobarrays.localcloud.machines.process;

import io.jobarrays.localcloud.base.ConsoleLog;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * One run of an instance, from its first process to its last. What it prints until {@code booted}
 * are messages to the cloud, one a line; everything after that is its console.
 */
public final class InstanceProcess {
    private final Process process;
    private final ConsoleBuffer console;
    private volatile boolean killRequested;
    private volatile Optional<ProcessHandle> init = Optional.empty();
    private volatile Optional<ProcessFreezer> freezer = Optional.empty();

    public InstanceProcess(Process process, ConsoleBuffer console) {
        this.process = process;
        this.console = console;
    }

    /**
     * Writes the user data; on failure the instance has already ended, which is reported as usual.
     */
    public void writeUserData(byte[] userData) {
        try (OutputStream stdin = process.getOutputStream()) {
            stdin.write(userData);
        } catch (IOException e) {
            console.appendLine("user data was not read: " + e.getMessage());
        }
    }

    /** Reads the instance's output until its end. */
    public void follow(Runnable booted) {
        try (InputStream output = process.getInputStream()) {
            if (awaitBooted(output)) {
                booted.run();
                byte[] buffer = new byte[4096];
                for (int n = output.read(buffer); n >= 0; n = output.read(buffer)) {
                    console.append(buffer, n);
                }
            }
            process.waitFor();
        } catch (IOException e) {
            ConsoleLog.failure("console", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Kills the init; the kernel kills all other processes of its pid namespace with it. */
    public void kill() {
        killRequested = true;
        init.ifPresent(ProcessHandle::destroyForcibly);
    }

    /**
     * The init process.
     *
     * @throws IOException when the instance does not run
     */
    public ProcessHandle requireInit() throws IOException {
        return init.filter(ProcessHandle::isAlive)
                .orElseThrow(() -> new IOException("the machine does not run"));
    }

    /** Suspends all processes of the instance. */
    public void freeze() throws IOException {
        ProcessFreezer started = new ProcessFreezer(requireInit());
        started.freeze();
        freezer = Optional.of(started);
    }

    /** Resumes all processes of the instance. */
    public void thaw() throws IOException {
        if (freezer.isPresent()) {
            freezer.get().thaw();
        }
    }

    /** Waits up to five seconds for the end of its last process. */
    public void awaitEnd() {
        try {
            process.waitFor(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean awaitBooted(InputStream output) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = output.read(); c >= 0; c = output.read()) {
            if (c != '\n') {
                line.append((char) c);
                continue;
            }
            String text = line.toString();
            line.setLength(0);
            if (text.equals("booted")) {
                return true;
            }
            if (text.startsWith("pid ")) {
                init = ProcessHandle.of(Long.parseLong(text.substring(4).strip()));
                if (killRequested) {
                    kill();
                }
            } else {
                console.appendLine(text);
            }
        }
        console.appendLine(line.toString());
        return false;
    }
}
