package io.jobarrays.localcloud.ec2.instance.power;

import io.jobarrays.localcloud.base.ConsoleLog;
import io.jobarrays.localcloud.base.MachineSpec;
import io.jobarrays.localcloud.base.Machines;
import io.jobarrays.localcloud.ec2.instance.EmulatedInstances;
import io.jobarrays.localcloud.ec2.instance.LifecycleState;
import io.jobarrays.localcloud.ec2.instance.StateReasons;
import io.jobarrays.localcloud.ec2.instance.VirtualMachine;
import io.jobarrays.localcloud.ec2.instance.power.InstanceDelays.Delay;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;

/** Freezes the processes of hibernated instances and thaws them at the next start. */
final class Hibernation {
    private final EmulatedInstances instances;
    private final Machines machines;
    private final PowerDelays delays;
    private final Clock clock;

    Hibernation(EmulatedInstances instances, Machines machines, PowerDelays delays, Clock clock) {
        this.instances = instances;
        this.machines = machines;
        this.delays = delays;
        this.clock = clock;
    }

    /** Freezes an instance that has become {@code stopping}; called under the lock. */
    void freeze(VirtualMachine instance) {
        int run = instance.run();
        Thread.ofVirtual()
                .name("hibernate " + instance.id())
                .start(
                        () -> {
                            delays.awaitStop(instance);
                            withPowerLock(instance, () -> freeze(instance, run));
                        });
    }

    /** Thaws an instance and makes it {@code pending}; called under the lock. */
    void thaw(VirtualMachine instance, String publicIp) {
        int run = instance.resume(publicIp, clock.instant());
        Thread.ofVirtual()
                .name("resume " + instance.id())
                .start(
                        () -> {
                            delays.await(Delay.PENDING);
                            withPowerLock(instance, () -> thaw(instance, run));
                        });
    }

    private static void withPowerLock(VirtualMachine instance, Runnable task) {
        instance.powerLock().lock();
        try {
            task.run();
        } finally {
            instance.powerLock().unlock();
        }
    }

    private void freeze(VirtualMachine instance, int run) {
        Optional<MachineSpec> spec = specInState(instance, run, LifecycleState.STOPPING);
        if (spec.isEmpty()) {
            instances.locked(() -> stopWithoutMachine(instance, run));
            return;
        }
        try {
            machines.freeze(spec.get());
            instances.locked(() -> markHibernated(instance, run));
        } catch (IOException | RuntimeException e) {
            ConsoleLog.line("instance " + instance.id() + " is stopped, not hibernated: " + e);
            machines.stop(instance.id());
        }
    }

    /** Stops an instance that has no machine yet, for which no end event follows. */
    private void stopWithoutMachine(VirtualMachine instance, int run) {
        if (instance.isCurrentRun(run)
                && instance.state() == LifecycleState.STOPPING
                && !instance.machine().exists()) {
            instance.machineEnded(LifecycleState.STOPPED, clock.instant());
        }
    }

    private void thaw(VirtualMachine instance, int run) {
        Optional<MachineSpec> spec = specInState(instance, run, LifecycleState.PENDING);
        if (spec.isEmpty()) {
            return;
        }
        try {
            machines.thaw(spec.get());
            instances.locked(() -> instance.booted(run));
        } catch (IOException | RuntimeException e) {
            ConsoleLog.line("instance " + instance.id() + " cannot be resumed: " + e);
            if (instances.locked(() -> failThaw(instance, run, e.toString()))) {
                machines.terminate(instance.id());
            }
        }
    }

    /** False when the processes have ended meanwhile, and with them this run. */
    private static boolean failThaw(VirtualMachine instance, int run, String message) {
        boolean exists = isRunInState(instance, run, LifecycleState.PENDING);
        if (exists) {
            instance.transitionTo(
                    LifecycleState.SHUTTING_DOWN, StateReasons.internalError(message));
        }
        return exists;
    }

    /** The machine of the instance; empty when run or state have changed since the request. */
    private Optional<MachineSpec> specInState(
            VirtualMachine instance, int run, LifecycleState state) {
        return instances.locked(
                () ->
                        isRunInState(instance, run, state)
                                ? Optional.of(instance.spec())
                                : Optional.empty());
    }

    private static void markHibernated(VirtualMachine instance, int run) {
        if (isRunInState(instance, run, LifecycleState.STOPPING)) {
            instance.hibernated();
        }
    }

    private static boolean isRunInState(VirtualMachine instance, int run, LifecycleState state) {
        return instance.isCurrentRun(run)
                && instance.state() == state
                && instance.machine().exists();
    }
}
