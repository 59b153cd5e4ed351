package io.jobarrays.localcloud.ec2.instance.power;

import io.jobarrays.localcloud.base.MachineSpec;
import io.jobarrays.localcloud.base.Machines;
import io.jobarrays.localcloud.ec2.instance.EmulatedInstances;
import io.jobarrays.localcloud.ec2.instance.LifecycleState;
import io.jobarrays.localcloud.ec2.instance.VirtualMachine;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Reboots running instances: ends the processes and keeps disk, addresses and state; the end of the
 * processes starts them again.
 */
final class InstanceReboots {
    private final EmulatedInstances instances;
    private final Machines machines;
    private final Set<VirtualMachine> rebooting = ConcurrentHashMap.newKeySet();

    InstanceReboots(EmulatedInstances instances, Machines machines) {
        this.instances = instances;
        this.machines = machines;
    }

    /** Requests the reboot of a running instance; called under the lock. */
    void request(VirtualMachine instance) {
        int run = instance.run();
        if (rebooting.add(instance)) {
            Thread.ofVirtual().name("reboot " + instance.id()).start(() -> end(instance, run));
        }
    }

    /** Whether the processes that ended are to be started again; true once for each request. */
    boolean take(VirtualMachine instance) {
        return rebooting.remove(instance);
    }

    /**
     * The machine to start again; empty unless this run is running and has a machine, which it has
     * not during its boot delay. Called under the lock.
     */
    static Optional<MachineSpec> specToReboot(VirtualMachine instance, int run) {
        return instance.isCurrentRun(run)
                        && instance.state() == LifecycleState.RUNNING
                        && instance.machine().exists()
                ? Optional.of(instance.spec())
                : Optional.empty();
    }

    private void end(VirtualMachine instance, int run) {
        instance.powerLock().lock();
        try {
            boolean isRunning = instances.locked(() -> specToReboot(instance, run).isPresent());
            if (!isRunning) {
                rebooting.remove(instance);
            } else if (rebooting.contains(instance)) {
                // Otherwise its processes ended by themselves and are started again already.
                machines.stop(instance.id());
            }
        } finally {
            instance.powerLock().unlock();
        }
    }
}
