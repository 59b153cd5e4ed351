package io.jobarrays.localcloud.machines;

import io.jobarrays.localcloud.base.MachineSpec;
import io.jobarrays.localcloud.base.Machines;
import io.jobarrays.localcloud.machines.process.ConsoleBuffers;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Process trees and machines of scale mode side by side; the instance type decides. */
final class MixedMachines implements Machines {
    /** Instance types of this prefix have no process trees. */
    static final String SCALE_TYPE_PREFIX = "scale.";

    private final Machines processes;
    private final Machines scale;

    /** Instances in scale mode that are not terminated. */
    private final Set<String> inScale = ConcurrentHashMap.newKeySet();

    /** The newest terminated ones: EC2 still shows their consoles. */
    private final Set<String> terminatedInScale =
            Collections.synchronizedSet(
                    Collections.newSetFromMap(
                            new LinkedHashMap<>() {
                                private static final long serialVersionUID = 1;

                                @Override
                                protected boolean removeEldestEntry(
                                        Map.Entry<String, Boolean> eldest) {
                                    return size() > ConsoleBuffers.MAX_CONSOLES;
                                }
                            }));

    MixedMachines(Machines processes, Machines scale) {
        this.processes = processes;
        this.scale = scale;
    }

    @Override
    public void start(MachineSpec spec, Runnable booted, Runnable ended) throws IOException {
        if (spec.instanceType().startsWith(SCALE_TYPE_PREFIX)) {
            inScale.add(spec.instanceId());
        }
        of(spec.instanceId()).start(spec, booted, ended);
    }

    @Override
    public void stop(String instanceId) {
        of(instanceId).stop(instanceId);
    }

    @Override
    public void terminate(String instanceId) {
        of(instanceId).terminate(instanceId);
        if (inScale.contains(instanceId)) {
            terminatedInScale.add(instanceId);
            inScale.remove(instanceId);
        }
    }

    @Override
    public void freeze(MachineSpec spec) throws IOException {
        of(spec.instanceId()).freeze(spec);
    }

    @Override
    public void thaw(MachineSpec spec) throws IOException {
        of(spec.instanceId()).thaw(spec);
    }

    @Override
    public void setNetworkUp(String instanceId, boolean up) throws IOException {
        of(instanceId).setNetworkUp(instanceId, up);
    }

    @Override
    public void setEtcWritable(String instanceId, boolean writable) throws IOException {
        of(instanceId).setEtcWritable(instanceId, writable);
    }

    @Override
    public void setDiskFull(String instanceId, boolean full) throws IOException {
        of(instanceId).setDiskFull(instanceId, full);
    }

    @Override
    public void requireClockOffset() throws IOException {
        processes.requireClockOffset();
    }

    @Override
    public void setClockOffset(String instanceId, Duration offset) throws IOException {
        of(instanceId).setClockOffset(instanceId, offset);
    }

    @Override
    public String console(String instanceId) {
        return of(instanceId).console(instanceId);
    }

    @Override
    public String mode() {
        return processes.mode();
    }

    @Override
    public void close() {
        scale.close();
        processes.close();
    }

    /** Number of instances in scale mode that are kept. */
    int scaleInstances() {
        return inScale.size() + terminatedInScale.size();
    }

    private Machines of(String instanceId) {
        return inScale.contains(instanceId) || terminatedInScale.contains(instanceId)
                ? scale
                : processes;
    }
}
