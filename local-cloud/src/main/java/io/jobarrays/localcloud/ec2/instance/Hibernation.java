package io.jobarrays.localcloud.ec2.instance;

import io.jobarrays.localcloud.base.ConsoleLog;
import io.jobarrays.localcloud.base.MachineSpec;
import io.jobarrays.localcloud.base.Machines;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;

/** Puts instances to sleep with all that runs in them, and wakes them. */
final class Hibernation {
    private final EmulatedInstances instances;
    private final Machines machines;
    private final Clock clock;

    Hibernation(EmulatedInstances fleet, Machines machines, Clock clock) {
        this.instances = fleet;
        this.machines = machines;
        this.clock = clock;
    }

    /** Freezes an instance that has just become stopping; called under the lock. */
    void freeze(VirtualMachine instance) {
        int run = instance.run();
        Thread.ofVirtual()
                .name("hibernate " + instance.id())
                .start(() -> withPowerLock(instance, () -> freeze(instance, run)));
    }

    /** Thaws an instance that has just become pending again; called under the lock. */
    void thaw(VirtualMachine instance, String publicIp) {
        int run = instance.resume(publicIp, clock.instant());
        Thread.ofVirtual()
                .name("resume " + instance.id())
                .start(() -> withPowerLock(instance, () -> thaw(instance, run)));
    }

    private static void withPowerLock(VirtualMachine instance, Runnable work) {
        instance.powerLock().lock();
        try {
            work.run();
        } finally {
            instance.powerLock().unlock();
        }
    }

    private void freeze(VirtualMachine instance, int run) {
        Optional<MachineSpec> spec = specInState(instance, run, LifecycleState.STOPPING);
        if (spec.isEmpty()) {
            return;
        }
        try {
            machines.freeze(spec.get());
            instances.locked(() -> markHibernated(instance, run));
        } catch (IOException e) {
            ConsoleLog.line("instance " + instance.id() + " is stopped, not hibernated: " + e);
            machines.stop(instance.id());
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
        } catch (IOException e) {
            ConsoleLog.line("instance " + instance.id() + " cannot be resumed: " + e);
            instances.locked(
                    () ->
                            instance.transitionTo(
                                    LifecycleState.SHUTTING_DOWN,
                                    StateReasons.internalError(e.toString())));
            machines.terminate(instance.id());
        }
    }

    /** Its machine, if it is still as it was when this was asked for. */
    private Optional<MachineSpec> specInState(
            VirtualMachine instance, int run, LifecycleState phase) {
        return instances.locked(
                () ->
                        isRunInState(instance, run, phase)
                                ? Optional.of(instance.spec())
                                : Optional.empty());
    }

    private static void markHibernated(VirtualMachine instance, int run) {
        if (isRunInState(instance, run, LifecycleState.STOPPING)) {
            instance.hibernated();
        }
    }

    private static boolean isRunInState(VirtualMachine instance, int run, LifecycleState phase) {
        return instance.isCurrentRun(run) && instance.state() == phase && instance.hasMachine();
    }
}
