package io.jobarrays.localcloud.ec2.instance;

import io.jobarrays.localcloud.base.ConsoleLog;
import io.jobarrays.localcloud.base.MachineSpec;
import io.jobarrays.localcloud.base.Machines;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/**
 * Switches machines on and off behind the instances, and moves the instances on as they go.
 *
 * <p>Only the machine side makes an instance {@code running}, {@code stopped} or {@code
 * terminated}; a call only asks for it.
 */
public final class EmulatedPower {
    private final EmulatedInstances instances;
    private final Machines machines;
    private final Clock clock;
    private final Hibernation hibernation;
    // Booting all of a large launch at once would starve those that already run.
    private final Semaphore bootPermits =
            new Semaphore(2 * Runtime.getRuntime().availableProcessors());

    public EmulatedPower(EmulatedInstances fleet, Machines machines, Clock clock) {
        this.instances = fleet;
        this.machines = machines;
        this.clock = clock;
        this.hibernation = new Hibernation(fleet, machines, clock);
    }

    /** Boots an instance, or wakes a hibernated one; called and returning under the lock. */
    public void start(VirtualMachine instance, String publicIp) {
        if (instance.isFrozen()) {
            hibernation.thaw(instance, publicIp);
            return;
        }
        int run = instance.startRun(publicIp, clock.instant());
        Thread.ofVirtual().name("boot " + instance.id()).start(() -> boot(instance, run));
    }

    /** Ends an instance's processes for good, and its disk; called under the lock. */
    public void terminate(VirtualMachine instance, StateChangeCause cause) {
        instance.transitionTo(LifecycleState.SHUTTING_DOWN, cause);
        Thread.ofVirtual().name("end " + instance.id()).start(() -> terminateMachine(instance));
    }

    /** Ends an instance's processes until it is started again; called under the lock. */
    public void stop(VirtualMachine instance, StateChangeCause cause) {
        instance.transitionTo(LifecycleState.STOPPING, cause);
        int run = instance.run();
        Thread.ofVirtual().name("stop " + instance.id()).start(() -> stopMachine(instance, run));
    }

    /** Ends nothing: an instance's processes stand still until it is started again. */
    public void hibernate(VirtualMachine instance, StateChangeCause cause) {
        instance.transitionTo(LifecycleState.STOPPING, cause);
        hibernation.freeze(instance);
    }

    public String console(VirtualMachine instance) {
        return machines.console(instance.id());
    }

    private void boot(VirtualMachine instance, int run) {
        bootPermits.acquireUninterruptibly();
        instance.powerLock().lock();
        try {
            Optional<MachineSpec> spec = instances.locked(() -> specToBoot(instance, run));
            if (spec.isPresent()) {
                machines.start(
                        spec.get(),
                        () -> instances.locked(() -> instance.booted(run)),
                        () -> ended(instance, run));
            }
        } catch (IOException | RuntimeException e) {
            ConsoleLog.line("instance " + instance.id() + " could not be booted: " + e);
            instances.locked(
                    () -> failLaunch(instance, "Internal error on launch: " + e.getMessage()));
        } finally {
            instance.powerLock().unlock();
            bootPermits.release();
        }
    }

    /** The machine to make, unless the instance was ended while it waited for its turn. */
    private static Optional<MachineSpec> specToBoot(VirtualMachine instance, int run) {
        if (!instance.isCurrentRun(run) || instance.state() != LifecycleState.PENDING) {
            return Optional.empty();
        }
        instance.machineCreated();
        return Optional.of(instance.spec());
    }

    private void failLaunch(VirtualMachine instance, String message) {
        instance.transitionTo(LifecycleState.SHUTTING_DOWN, StateReasons.internalError(message));
        instance.machineEnded(LifecycleState.TERMINATED, clock.instant());
    }

    private void terminateMachine(VirtualMachine instance) {
        instance.powerLock().lock();
        try {
            machines.terminate(instance.id());
            instances.locked(() -> endIfWithoutMachine(instance, LifecycleState.TERMINATED));
        } finally {
            instance.powerLock().unlock();
        }
    }

    private void stopMachine(VirtualMachine instance, int run) {
        instance.powerLock().lock();
        try {
            // It may have ended by itself and been started again before we came here.
            if (instances.locked(() -> instance.isCurrentRun(run))) {
                machines.stop(instance.id());
                instances.locked(() -> endIfWithoutMachine(instance, LifecycleState.STOPPED));
            }
        } finally {
            instance.powerLock().unlock();
        }
    }

    /** Nobody will tell the end of what was never begun. */
    private void endIfWithoutMachine(VirtualMachine instance, LifecycleState last) {
        if (!instance.hasMachine() && instance.endedAt().isEmpty()) {
            instance.machineEnded(last, clock.instant());
        }
    }

    private void ended(VirtualMachine instance, int run) {
        if (instances.locked(() -> instance.isCurrentRun(run) && transitionAfterEnd(instance))) {
            machines.terminate(instance.id());
        }
    }

    /** Answers whether the disk is to be dropped, because the machine ended itself for good. */
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
                boolean forGood = instance.terminateOnShutdown();
                LifecycleState last = forGood ? LifecycleState.TERMINATED : LifecycleState.STOPPED;
                instance.transitionTo(last, StateReasons.instanceInitiated());
                instance.machineEnded(last, clock.instant());
                yield forGood;
            }
            case STOPPED -> {
                // Hibernated, it was ended from outside: the next start boots it.
                instance.machineEnded(LifecycleState.STOPPED, clock.instant());
                yield false;
            }
            case TERMINATED -> false;
        };
    }
}
