package io.jobarrays.localcloud.machines.process;

import io.jobarrays.localcloud.base.ConsoleLog;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * One run of an instance, from its first process to its last. What it prints until {@code booted}
 * is for us, one line each; everything after is its console.
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

    /** If it cannot take them, it has ended already, which is told as any other end. */
    public void writeUserData(byte[] userData) {
        try (OutputStream stdin = process.getOutputStream()) {
            stdin.write(userData);
        } catch (IOException e) {
            console.appendLine("user data was not taken: " + e.getMessage());
        }
    }

    /** Follows the instance to its end. */
    public void follow(Runnable booted) {
        try (InputStream said = process.getInputStream()) {
            if (awaitBooted(said)) {
                booted.run();
                byte[] buffer = new byte[4096];
                for (int n = said.read(buffer); n >= 0; n = said.read(buffer)) {
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

    /** Kills its first process; the kernel kills the others before that one is gone. */
    public void kill() {
        killRequested = true;
        init.ifPresent(ProcessHandle::destroyForcibly);
    }

    /** Its first process, as long as it runs. */
    public ProcessHandle requireInit() throws IOException {
        return init.filter(ProcessHandle::isAlive)
                .orElseThrow(() -> new IOException("the machine does not run"));
    }

    /** Stops everything in it where it stands. */
    public void freeze() throws IOException {
        ProcessFreezer its = new ProcessFreezer(requireInit());
        its.freeze();
        freezer = Optional.of(its);
    }

    /** Lets everything in it go on. */
    public void thaw() throws IOException {
        if (freezer.isPresent()) {
            freezer.get().thaw();
        }
    }

    /** Waits, not for ever, until its last process is gone. */
    public void awaitEnd() {
        try {
            process.waitFor(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean awaitBooted(InputStream said) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = said.read(); c >= 0; c = said.read()) {
            if (c != '\n') {
                line.append((char) c);
                continue;
            }
            String words = line.toString();
            line.setLength(0);
            if (words.equals("booted")) {
                return true;
            }
            if (words.startsWith("pid ")) {
                init = ProcessHandle.of(Long.parseLong(words.substring(4).strip()));
                if (killRequested) {
                    kill();
                }
            } else {
                console.appendLine(words);
            }
        }
        console.appendLine(line.toString());
        return false;
    }
}
