package io.jobarrays.localcloud.machines.scale;

import io.jobarrays.localcloud.base.ConsoleLog;
import io.jobarrays.localcloud.base.DirectoryTree;
import io.jobarrays.localcloud.base.GuestServices;
import io.jobarrays.localcloud.base.MachineSpec;
import io.jobarrays.localcloud.base.Machines;
import io.jobarrays.localcloud.machines.process.ConsoleBuffers;
import io.jobarrays.localcloud.machines.scale.ScaleHostProcess.MachineListener;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Machines without processes of their own: thousands of agents share a scale host. The hosts start
 * with the first machine.
 */
public final class ScaleMachines implements Machines {
    private final ScaleDirectory directory;
    private final ScaleHostCommand command;
    private final ScaleMetadataServer metadata;
    private final int agentsPerHost;
    private final ConsoleBuffers consoles = new ConsoleBuffers();
    private final List<ScaleHostProcess> hosts = new ArrayList<>();

    /** Clocks that were set, by instance: another host may start it next. */
    private final Map<String, Duration> clockOffsets = new ConcurrentHashMap<>();

    private boolean closed;

    private ScaleMachines(
            ScaleDirectory directory,
            ScaleHostCommand command,
            ScaleMetadataServer metadata,
            int agentsPerHost) {
        this.directory = directory;
        this.command = command;
        this.metadata = metadata;
        this.agentsPerHost = agentsPerHost;
    }

    /**
     * Opens scale mode.
     *
     * @param image packaged agent; its jar has the scale host
     */
    public static ScaleMachines open(
            ScaleDirectory directory,
            GuestServices guest,
            Path controlPlaneFile,
            Optional<Path> image)
            throws IOException {
        ScaleMetadataServer metadata = new ScaleMetadataServer(guest);
        return new ScaleMachines(
                directory,
                new ScaleHostCommand(
                        directory.path(),
                        metadata.baseUri(),
                        controlPlaneFile,
                        image,
                        guest.endpointPort()),
                metadata,
                ScaleLimits.of(directory.path()).agentsPerHost());
    }

    @Override
    public void start(MachineSpec spec, Runnable booted, Runnable ended) throws IOException {
        // The host reads the user data from the metadata service, as an instance does.
        boolean withAgent = spec.userData().length > 0;
        hostWithRoom()
                .boot(
                        spec.instanceId(),
                        clockOffsets.getOrDefault(spec.instanceId(), spec.clockOffset()),
                        withAgent,
                        new MachineListener(booted, ended));
    }

    @Override
    public void stop(String instanceId) {
        hostOf(instanceId).ifPresent(host -> send(host, "stop " + instanceId));
    }

    @Override
    public void terminate(String instanceId) {
        clockOffsets.remove(instanceId);
        hostOf(instanceId)
                .ifPresentOrElse(
                        host -> send(host, "terminate " + instanceId),
                        () -> DirectoryTree.delete(directory.path().resolve(instanceId)));
    }

    @Override
    public void freeze(MachineSpec spec) throws IOException {
        throw new IOException("machines of scale mode have no processes to freeze");
    }

    @Override
    public void thaw(MachineSpec spec) throws IOException {
        throw new IOException("machines of scale mode have no processes to freeze");
    }

    @Override
    public void setNetworkUp(String instanceId, boolean up) throws IOException {
        requireHost(instanceId).send("network " + instanceId + (up ? " up" : " down"));
    }

    @Override
    public void setEtcWritable(String instanceId, boolean writable) throws IOException {
        requireHost(instanceId).send("etc " + instanceId + (writable ? " writable" : " read-only"));
    }

    /** Every machine has a clock of its own. */
    @Override
    public void requireClockOffset() {}

    @Override
    public void setClockOffset(String instanceId, Duration offset) throws IOException {
        requireHost(instanceId).send("clock " + instanceId + " " + offset.toMillis());
        clockOffsets.put(instanceId, offset);
    }

    @Override
    public String console(String instanceId) {
        return consoles.text(instanceId);
    }

    @Override
    public String mode() {
        return "scale";
    }

    @Override
    public void close() {
        List<ScaleHostProcess> all;
        synchronized (hosts) {
            closed = true;
            all = List.copyOf(hosts);
            hosts.clear();
        }
        all.forEach(ScaleHostProcess::close);
        metadata.close();
        try {
            directory.delete();
        } catch (IOException e) {
            ConsoleLog.failure("deleting the files of the instances", e);
        }
    }

    private ScaleHostProcess hostWithRoom() throws IOException {
        synchronized (hosts) {
            if (closed) {
                throw new IOException("the local cloud ends");
            }
            hosts.removeIf(host -> !host.isAlive());
            for (ScaleHostProcess host : hosts) {
                if (host.machines() < agentsPerHost) {
                    return host;
                }
            }
            ScaleHostProcess started =
                    ScaleHostProcess.start(command.line(), command.environment(), consoles);
            hosts.add(started);
            return started;
        }
    }

    private Optional<ScaleHostProcess> hostOf(String instanceId) {
        synchronized (hosts) {
            return hosts.stream().filter(host -> host.runs(instanceId)).findFirst();
        }
    }

    private ScaleHostProcess requireHost(String instanceId) throws IOException {
        return hostOf(instanceId).orElseThrow(() -> new IOException("the machine does not run"));
    }

    private static void send(ScaleHostProcess host, String line) {
        try {
            host.send(line);
        } catch (IOException e) {
            // The host has ended, which it reports for each of its machines.
            ConsoleLog.line("\"%s\" was not sent: %s".formatted(line, e.getMessage()));
        }
    }
}
