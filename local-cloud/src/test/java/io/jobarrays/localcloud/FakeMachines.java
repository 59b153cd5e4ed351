package io.jobarrays.localcloud;

import io.jobarrays.localcloud.base.MachineSpec;
import io.jobarrays.localcloud.base.Machines;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Machines without processes: they boot and end immediately, or when a test calls for it. */
public final class FakeMachines implements Machines {
    private final Map<String, Run> runs = new ConcurrentHashMap<>();
    private final List<MachineSpec> started = new CopyOnWriteArrayList<>();
    private final List<String> terminated = new CopyOnWriteArrayList<>();
    private final Map<String, MachineSpec> frozen = new ConcurrentHashMap<>();
    private final Map<String, Boolean> disconnected = new ConcurrentHashMap<>();
    private final Set<String> readOnlyEtc = ConcurrentHashMap.newKeySet();
    private final Set<String> fullDisks = ConcurrentHashMap.newKeySet();
    private final Map<String, Duration> clockOffsets = new ConcurrentHashMap<>();
    private volatile boolean holding;
    private volatile boolean failing;
    private volatile boolean endingAtThaw;

    /** From now on machines boot and end only through {@link #boot} and {@link #end}. */
    public void hold() {
        holding = true;
    }

    public void release() {
        holding = false;
    }

    /** From now on starting, freezing or skewing a machine fails. */
    public void failFromNowOn() {
        failing = true;
    }

    public void stopFailing() {
        failing = false;
    }

    /** From now on frozen processes end when they are to be thawed. */
    public void endAtThaw(boolean ending) {
        endingAtThaw = ending;
    }

    public void boot(String instanceId) {
        run(instanceId).booted().run();
    }

    /** The machine ends by itself, or completes a requested end. */
    public void end(String instanceId) {
        Run run = run(instanceId);
        runs.remove(instanceId);
        run.ended().run();
    }

    public List<MachineSpec> started() {
        return started;
    }

    public boolean isUp(String instanceId) {
        return runs.containsKey(instanceId);
    }

    public boolean isTerminated(String instanceId) {
        return terminated.contains(instanceId);
    }

    @Override
    public void start(MachineSpec spec, Runnable booted, Runnable ended) throws IOException {
        if (failing) {
            throw new IOException("no more processes");
        }
        started.add(spec);
        runs.put(spec.instanceId(), new Run(booted, ended));
        disconnected.remove(spec.instanceId());
        readOnlyEtc.remove(spec.instanceId());
        if (!holding) {
            booted.run();
        }
    }

    @Override
    public void stop(String instanceId) {
        if (!holding && isUp(instanceId)) {
            end(instanceId);
        }
    }

    @Override
    public void terminate(String instanceId) {
        terminated.add(instanceId);
        stop(instanceId);
    }

    /** Whether the machine is frozen. */
    public boolean isFrozen(String instanceId) {
        return frozen.containsKey(instanceId);
    }

    public boolean isDisconnected(String instanceId) {
        return disconnected.containsKey(instanceId);
    }

    @Override
    public void freeze(MachineSpec spec) throws IOException {
        if (failing) {
            throw new IOException("it cannot be frozen");
        }
        run(spec.instanceId());
        frozen.put(spec.instanceId(), spec);
    }

    @Override
    public void thaw(MachineSpec spec) throws IOException {
        if (failing) {
            throw new IllegalStateException("it cannot be thawed");
        }
        if (endingAtThaw) {
            end(spec.instanceId());
            throw new IOException("its processes have ended");
        }
        run(spec.instanceId());
        frozen.remove(spec.instanceId());
        started.add(spec);
    }

    @Override
    public void setNetworkUp(String instanceId, boolean up) throws IOException {
        requireUp(instanceId);
        if (up) {
            disconnected.remove(instanceId);
        } else {
            disconnected.put(instanceId, true);
        }
    }

    @Override
    public void setEtcWritable(String instanceId, boolean writable) throws IOException {
        requireUp(instanceId);
        if (writable) {
            readOnlyEtc.remove(instanceId);
        } else {
            readOnlyEtc.add(instanceId);
        }
    }

    public boolean isEtcReadOnly(String instanceId) {
        return readOnlyEtc.contains(instanceId);
    }

    @Override
    public void setDiskFull(String instanceId, boolean full) throws IOException {
        if (started.stream().noneMatch(it -> it.instanceId().equals(instanceId))) {
            throw new IOException(instanceId + " has no disk");
        }
        if (full) {
            fullDisks.add(instanceId);
        } else {
            fullDisks.remove(instanceId);
        }
    }

    public boolean isDiskFull(String instanceId) {
        return fullDisks.contains(instanceId);
    }

    @Override
    public void requireClockOffset() throws IOException {
        if (failing) {
            throw new IOException("they have no clock");
        }
    }

    @Override
    public void setClockOffset(String instanceId, Duration offset) throws IOException {
        requireUp(instanceId);
        clockOffsets.put(instanceId, offset);
    }

    /** Offset of the machine's clock. */
    public Duration clockOffset(String instanceId) {
        return clockOffsets.getOrDefault(instanceId, Duration.ZERO);
    }

    @Override
    public String console(String instanceId) {
        return "console of " + instanceId + "\n";
    }

    @Override
    public String mode() {
        return "namespaces";
    }

    @Override
    public void close() {
        runs.clear();
    }

    private void requireUp(String instanceId) throws IOException {
        if (!isUp(instanceId)) {
            throw new IOException(instanceId + " does not run");
        }
    }

    private Run run(String instanceId) {
        Run run = runs.get(instanceId);
        if (run == null) {
            throw new IllegalStateException(instanceId + " does not run");
        }
        return run;
    }

    private record Run(Runnable booted, Runnable ended) {}
}
