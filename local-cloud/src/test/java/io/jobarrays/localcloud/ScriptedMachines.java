package io.jobarrays.localcloud;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Machines that run nothing: they boot and end at once, or when a test says so. */
public final class ScriptedMachines implements Machines {
    private final Map<String, Run> runs = new ConcurrentHashMap<>();
    private final List<MachineSpec> started = new CopyOnWriteArrayList<>();
    private final List<String> dropped = new CopyOnWriteArrayList<>();
    private volatile boolean holding;
    private volatile boolean broken;

    /** From now on a machine boots when told, and ends when told. */
    public void hold() {
        holding = true;
    }

    public void release() {
        holding = false;
    }

    /** From now on no machine can be started. */
    public void breakDown() {
        broken = true;
    }

    public void repair() {
        broken = false;
    }

    public void boot(String instanceId) {
        run(instanceId).booted().run();
    }

    /** The machine ends by itself, or its end, asked for, is done. */
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

    public boolean isDropped(String instanceId) {
        return dropped.contains(instanceId);
    }

    @Override
    public void start(MachineSpec spec, Runnable booted, Runnable ended) throws IOException {
        if (broken) {
            throw new IOException("no more processes");
        }
        started.add(spec);
        runs.put(spec.instanceId(), new Run(booted, ended));
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
        dropped.add(instanceId);
        stop(instanceId);
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

    private Run run(String instanceId) {
        Run run = runs.get(instanceId);
        if (run == null) {
            throw new IllegalStateException(instanceId + " does not run");
        }
        return run;
    }

    private record Run(Runnable booted, Runnable ended) {}
}
