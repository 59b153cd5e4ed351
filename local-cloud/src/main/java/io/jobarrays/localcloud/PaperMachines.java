package io.jobarrays.localcloud;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Machines that boot at once and run nothing. */
final class PaperMachines implements Machines {
    private final Map<String, Runnable> running = new ConcurrentHashMap<>();

    @Override
    public void start(MachineSpec spec, Runnable booted, Runnable ended) {
        running.put(spec.instanceId(), ended);
        booted.run();
    }

    @Override
    public void stop(String instanceId) {
        Runnable ended = running.remove(instanceId);
        if (ended != null) {
            ended.run();
        }
    }

    @Override
    public void terminate(String instanceId) {
        stop(instanceId);
    }

    @Override
    public String console(String instanceId) {
        return "";
    }

    @Override
    public String mode() {
        return "paper";
    }

    @Override
    public void close() {
        running.clear();
    }
}
