package io.jobarrays.localcloud.ec2.instance.power;

import io.jobarrays.localcloud.base.ConsoleLog;
import io.jobarrays.localcloud.base.MachineSpec;
import io.jobarrays.localcloud.base.Machines;
import io.jobarrays.localcloud.ec2.instance.EmulatedInstances;
import io.jobarrays.localcloud.ec2.instance.LifecycleState;
import io.jobarrays.localcloud.ec2.instance.MachinePhase;
import io.jobarrays.localcloud.ec2.instance.StateChangeCause;
import io.jobarrays.localcloud.ec2.instance.StateReasons;
import io.jobarrays.localcloud.ec2.instance.VirtualMachine;
import io.jobarrays.localcloud.ec2.instance.power.InstanceDelays.Delay;
import io.jobarrays.localcloud.faults.FaultKind;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/**
 * Boots and ends the machines of instances and moves the instances through their states.
 *
 * <p>Only an event of the machine makes an instance {@code running}, {@code stopped} or {@code
 * terminated}; an API call only requests it.
 */
public final class EmulatedPower {
    private final EmulatedInstances instances;
    private final Machines machines;
    private final PowerDelays delays;
    private final Clock clock;
    private final Hibernation hibernation;
    private final InstanceReboots reboots;
    // Booting all instances of a large launch at the same time would starve the running ones.
    private final Semaphore bootPermits =
            new Semaphore(2 * Runtime.getRuntime().availableProcessors());

    public EmulatedPower(
            EmulatedInstances instances, Machines machines, InstanceDelays delays, Clock clock) {
        this.instances = instances;
        this.delays = new PowerDelays(instances, delays);
        this.machines = machines;
        this.clock = clock;
        this.hibernation = new Hibernation(instances, machines, this.delays, clock);
        this.reboots = new InstanceReboots(instances, machines);
    }

    /** Boots an instance or resumes a hibernated one; called under the lock. */
    public void start(VirtualMachine instance, String publicIp) {
        if (instance.machine() == MachinePhase.FROZEN) {
            hibernation.thaw(instance, publicIp);
            return;
        }
        int run = instance.startRun(publicIp, clock.instant());
        Thread.ofVirtual().name("boot " + instance.id()).start(() -> boot(instance, run));
    }

    /** Ends an instance's processes and deletes its disk; called under the lock. */
    public void terminate(VirtualMachine instance, StateChangeCause cause) {
        instance.transitionTo(LifecycleState.SHUTTING_DOWN, cause);
        Thread.ofVirtual().name("end " + instance.id()).start(() -> terminateMachine(instance));
    }

    /** Ends an instance's processes and keeps its disk; called under the lock. */
    public void stop(VirtualMachine instance, StateChangeCause cause) {
        instance.transitionTo(LifecycleState.STOPPING, cause);
        int run = instance.run();
        Thread.ofVirtual().name("stop " + instance.id()).start(() -> stopMachine(instance, run));
    }

    /** Freezes an instance's processes until it is started again; called under the lock. */
    public void hibernate(VirtualMachine instance, StateChangeCause cause) {
        instance.transitionTo(LifecycleState.STOPPING, cause);
        hibernation.freeze(instance);
    }

    /** Ends a running instance's processes and starts them again; called under the lock. */
    public void reboot(VirtualMachine instance) {
        reboots.request(instance);
    }

    public String console(VirtualMachine instance) {
        return machines.console(instance.id());
    }

    private void boot(VirtualMachine instance, int run) {
        delays.await(Delay.PENDING);
        if (instance.faults().isActive(FaultKind.BOOT_FAILS)) {
            failBoot(instance, run, "Internal error on launch");
            return;
        }
        delays.awaitBoot(() -> instances.locked(() -> instance.booted(run)));
        startMachine(instance, run);
    }

    private void startMachine(VirtualMachine instance, int run) {
        bootPermits.acquireUninterruptibly();
        instance.powerLock().lock();
        try {
            Optional<MachineSpec> spec = instances.locked(() -> specToBoot(instance, run));
            if (spec.isPresent()) {
                start(spec.get(), instance, run);
            }
        } catch (IOException | RuntimeException e) {
            ConsoleLog.line("instance " + instance.id() + " could not be booted: " + e);
            failBoot(instance, run, "Internal error on launch: " + e.getMessage());
        } finally {
            instance.powerLock().unlock();
            bootPermits.release();
        }
    }

    private void start(MachineSpec spec, VirtualMachine instance, int run) throws IOException {
        machines.start(
                spec,
                () -> instances.locked(() -> instance.machineBooted(run)),
                () -> ended(instance, run));
    }

    /** The machine to boot; empty when the instance was ended while it waited for a permit. */
    private static Optional<MachineSpec> specToBoot(VirtualMachine instance, int run) {
        if (!instance.isCurrentRun(run)
                || !instance.state().isUp()
                || instance.machine().exists()) {
            return Optional.empty();
        }
        instance.machineCreated();
        return Optional.of(instance.spec());
    }

    /** Terminates an instance that cannot boot, with the disk that an earlier run left. */
    private void failBoot(VirtualMachine instance, int run, String message) {
        if (instances.locked(() -> transitionAfterFailure(instance, run, message))) {
            machines.terminate(instance.id());
        }
    }

    /** Moves the instance to its final state, unless a call has ended it meanwhile. */
    private boolean transitionAfterFailure(VirtualMachine instance, int run, String message) {
        boolean isEndedByCall = !instance.state().isUp() && !instance.machine().exists();
        if (!instance.isCurrentRun(run) || isEndedByCall) {
            return false;
        }
        instance.transitionTo(LifecycleState.SHUTTING_DOWN, StateReasons.internalError(message));
        instance.machineEnded(LifecycleState.TERMINATED, clock.instant());
        return true;
    }

    private void terminateMachine(VirtualMachine instance) {
        delays.await(Delay.TERMINATE);
        instance.powerLock().lock();
        try {
            machines.terminate(instance.id());
            instances.locked(() -> endIfWithoutMachine(instance, LifecycleState.TERMINATED));
        } finally {
            instance.powerLock().unlock();
        }
    }

    private void stopMachine(VirtualMachine instance, int run) {
        delays.awaitStop(instance);
        instance.powerLock().lock();
        try {
            // The instance may have ended by itself and have been started again in the meantime.
            if (instances.locked(() -> isStopping(instance, run))) {
                machines.stop(instance.id());
                instances.locked(() -> endIfWithoutMachine(instance, LifecycleState.STOPPED));
            }
        } finally {
            instance.powerLock().unlock();
        }
    }

    private static boolean isStopping(VirtualMachine instance, int run) {
        return instance.isCurrentRun(run) && instance.state() == LifecycleState.STOPPING;
    }

    /** Ends an instance that never got a machine, for which no end event follows. */
    private void endIfWithoutMachine(VirtualMachine instance, LifecycleState finalState) {
        if (!instance.machine().exists() && instance.endedAt().isEmpty()) {
            instance.machineEnded(finalState, clock.instant());
        }
    }

    private void ended(VirtualMachine instance, int run) {
        if (reboots.take(instance)) {
            // Not on this thread, which may report the events of other machines, too.
            Thread.ofVirtual().name("boot " + instance.id()).start(() -> startAgain(instance, run));
        } else {
            endRun(instance, run);
        }
    }

    private void endRun(VirtualMachine instance, int run) {
        if (instances.locked(() -> instance.isCurrentRun(run) && transitionAfterEnd(instance))) {
            machines.terminate(instance.id());
        }
    }

    /** Starts the machine of a rebooted instance, or ends the instance if that is impossible. */
    private void startAgain(VirtualMachine instance, int run) {
        bootPermits.acquireUninterruptibly();
        instance.powerLock().lock();
        try {
            Optional<MachineSpec> spec =
                    instances.locked(() -> InstanceReboots.specToReboot(instance, run));
            if (spec.isPresent()) {
                instances.locked(instance::machineCreated);
                start(spec.get(), instance, run);
            } else {
                endRun(instance, run);
            }
        } catch (IOException | RuntimeException e) {
            ConsoleLog.line("instance " + instance.id() + " could not be rebooted: " + e);
            endRun(instance, run);
        } finally {
            instance.powerLock().unlock();
            bootPermits.release();
        }
    }

    /** Moves the instance to its final state; returns whether its disk must be deleted. */
    private boolean transitionAfterEnd(VirtualMachine instance) {
        return switch (instance.state()) {
            case STOPPING -> {
                instance.machineEnded(LifecycleState.STOPPED, clock.instant());
                yield false;
            }
            case SHUTTING_DOWN -> {
                instance.machineEnded(LifecycleState.TERMINATED, clock.instant());
                yield false;
            }
            case PENDING, RUNNING -> {
                boolean terminates = instance.terminateOnShutdown();
                LifecycleState finalState =
                        terminates ? LifecycleState.TERMINATED : LifecycleState.STOPPED;
                instance.transitionTo(finalState, StateReasons.instanceInitiated());
                instance.machineEnded(finalState, clock.instant());
                yield terminates;
            }
            case STOPPED -> {
                // The frozen processes were killed from outside: the next start boots the instance.
                instance.machineEnded(LifecycleState.STOPPED, clock.instant());
                yield false;
            }
            case TERMINATED -> false;
        };
    }
}
