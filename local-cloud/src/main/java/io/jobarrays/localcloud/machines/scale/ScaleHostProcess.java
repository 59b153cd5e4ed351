package io.jobarrays.localcloud.machines.scale;

import io.jobarrays.localcloud.base.ConsoleLog;
import io.jobarrays.localcloud.machines.process.ConsoleBuffers;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Process that runs many machines; commands and events are lines of its standard streams. */
final class ScaleHostProcess implements AutoCloseable {
    private final Process process;
    private final Writer commands;
    private final ConsoleBuffers consoles;
    private final Map<String, MachineListener> running = new ConcurrentHashMap<>();

    private ScaleHostProcess(Process process, ConsoleBuffers consoles) {
        this.process = process;
        this.commands = process.outputWriter();
        this.consoles = consoles;
    }

    /** Starts the process; its agents start as soon as it is ready. */
    static ScaleHostProcess start(
            List<String> command, Map<String, String> environment, ConsoleBuffers consoles)
            throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().clear();
        builder.environment().putAll(environment);
        ScaleHostProcess host = new ScaleHostProcess(builder.start(), consoles);
        Thread.ofPlatform().daemon().name("scale-host").start(host::readEvents);
        return host;
    }

    /** Number of machines that run or boot. */
    int machines() {
        return running.size();
    }

    boolean runs(String instanceId) {
        return running.containsKey(instanceId);
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /**
     * Boots a machine.
     *
     * @param clockOffset of its clock, positive when it is ahead
     * @param withAgent whether its user data runs
     * @throws IOException when the process has ended; then no callback is called
     */
    void boot(String instanceId, Duration clockOffset, boolean withAgent, MachineListener listener)
            throws IOException {
        running.put(instanceId, listener);
        try {
            send(
                    "start %s %d%s"
                            .formatted(
                                    instanceId,
                                    clockOffset.toMillis(),
                                    withAgent ? "" : " without-agent"));
        } catch (IOException e) {
            // Unless the end of the process was reported already.
            if (running.remove(instanceId) != null) {
                throw e;
            }
        }
    }

    /** Sends a command; its effect is reported by an event. */
    void send(String command) throws IOException {
        synchronized (commands) {
            commands.write(command + "\n");
            commands.flush();
        }
    }

    private void readEvents() {
        try (BufferedReader events = process.inputReader()) {
            for (String line = events.readLine(); line != null; line = events.readLine()) {
                handle(line);
            }
        } catch (IOException e) {
            ConsoleLog.failure("events of a scale host", e);
        }
        if (!running.isEmpty()) {
            ConsoleLog.line(
                    "a scale host ended; %d instances end with it".formatted(running.size()));
        }
        running.keySet().forEach(this::reportEnd);
    }

    /** One bad line ends no other machine of the host. */
    private void handle(String line) {
        try {
            handle(line.split(" ", 3));
        } catch (RuntimeException e) {
            ConsoleLog.failure("event \"" + line + "\" of a scale host", e);
        }
    }

    private void handle(String[] event) {
        switch (event[0]) {
            case "booted" -> running.getOrDefault(event[1], MachineListener.NONE).booted().run();
            case "ended" -> reportEnd(event[1]);
            case "console" -> consoles.appendLine(event[1], event[2]);
            default -> {
                // ready: commands wait in the pipe until then.
            }
        }
    }

    private void reportEnd(String instanceId) {
        MachineListener listener = running.remove(instanceId);
        if (listener != null) {
            listener.ended().run();
        }
    }

    /** Ends the process and with it every machine. */
    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Callbacks of one machine. */
    record MachineListener(Runnable booted, Runnable ended) {
        static final MachineListener NONE = new MachineListener(() -> {}, () -> {});
    }
}
