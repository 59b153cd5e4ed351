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
    private final EmulatedInstances fleet;
    private final Machines machines;
    private final Clock clock;
    private final Hibernation hibernation;
    // Booting all of a large launch at once would starve those that already run.
    private final Semaphore boots = new Semaphore(2 * Runtime.getRuntime().availableProcessors());

    public EmulatedPower(EmulatedInstances fleet, Machines machines, Clock clock) {
        this.fleet = fleet;
        this.machines = machines;
        this.clock = clock;
        this.hibernation = new Hibernation(fleet, machines, clock);
    }

    /** Boots an instance, or wakes a hibernated one; called and returning under the lock. */
    public void on(VirtualMachine instance, String publicIp) {
        if (instance.isFrozen()) {
            hibernation.thaw(instance, publicIp);
            return;
        }
        int run = instance.begin(publicIp, clock.instant());
        Thread.ofVirtual().name("boot " + instance.id()).start(() -> boot(instance, run));
    }

    /** Ends an instance's processes for good, and its disk; called under the lock. */
    public void terminate(VirtualMachine instance, StateChangeCause cause) {
        instance.leave(LifecycleState.SHUTTING_DOWN, cause);
        Thread.ofVirtual().name("end " + instance.id()).start(() -> drop(instance));
    }

    /** Ends an instance's processes until it is started again; called under the lock. */
    public void stop(VirtualMachine instance, StateChangeCause cause) {
        instance.leave(LifecycleState.STOPPING, cause);
        int run = instance.run();
        Thread.ofVirtual().name("stop " + instance.id()).start(() -> halt(instance, run));
    }

    /** Ends nothing: an instance's processes stand still until it is started again. */
    public void hibernate(VirtualMachine instance, StateChangeCause cause) {
        instance.leave(LifecycleState.STOPPING, cause);
        hibernation.freeze(instance);
    }

    public String console(VirtualMachine instance) {
        return machines.console(instance.id());
    }

    private void boot(VirtualMachine instance, int run) {
        boots.acquireUninterruptibly();
        instance.door().lock();
        try {
            Optional<MachineSpec> spec = fleet.locked(() -> take(instance, run));
            if (spec.isPresent()) {
                machines.start(
                        spec.get(),
                        () -> fleet.locked(() -> instance.booted(run)),
                        () -> ended(instance, run));
            }
        } catch (IOException | RuntimeException e) {
            ConsoleLog.line("instance " + instance.id() + " could not be booted: " + e);
            fleet.locked(() -> fail(instance, "Internal error on launch: " + e.getMessage()));
        } finally {
            instance.door().unlock();
            boots.release();
        }
    }

    /** The machine to make, unless the instance was ended while it waited for its turn. */
    private static Optional<MachineSpec> take(VirtualMachine instance, int run) {
        if (!instance.isRun(run) || instance.phase() != LifecycleState.PENDING) {
            return Optional.empty();
        }
        instance.powerOn();
        return Optional.of(instance.spec());
    }

    private void fail(VirtualMachine instance, String message) {
        instance.leave(LifecycleState.SHUTTING_DOWN, StateReasons.internal(message));
        instance.rest(LifecycleState.TERMINATED, clock.instant());
    }

    private void drop(VirtualMachine instance) {
        instance.door().lock();
        try {
            machines.terminate(instance.id());
            fleet.locked(() -> restUnlessMachine(instance, LifecycleState.TERMINATED));
        } finally {
            instance.door().unlock();
        }
    }

    private void halt(VirtualMachine instance, int run) {
        instance.door().lock();
        try {
            // It may have ended by itself and been started again before we came here.
            if (fleet.locked(() -> instance.isRun(run))) {
                machines.stop(instance.id());
                fleet.locked(() -> restUnlessMachine(instance, LifecycleState.STOPPED));
            }
        } finally {
            instance.door().unlock();
        }
    }

    /** Nobody will tell the end of what was never begun. */
    private void restUnlessMachine(VirtualMachine instance, LifecycleState last) {
        if (!instance.hasMachine() && instance.endedAt().isEmpty()) {
            instance.rest(last, clock.instant());
        }
    }

    private void ended(VirtualMachine instance, int run) {
        if (fleet.locked(() -> instance.isRun(run) && settle(instance))) {
            machines.terminate(instance.id());
        }
    }

    /** Answers whether the disk is to be dropped, because the machine ended itself for good. */
    private boolean settle(VirtualMachine instance) {
        return switch (instance.phase()) {
            case STOPPING -> {
                instance.rest(LifecycleState.STOPPED, clock.instant());
                yield false;
            }
            case SHUTTING_DOWN -> {
                instance.rest(LifecycleState.TERMINATED, clock.instant());
                yield false;
            }
            case PENDING, RUNNING -> {
                boolean forGood = instance.terminateOnShutdown();
                LifecycleState last = forGood ? LifecycleState.TERMINATED : LifecycleState.STOPPED;
                instance.leave(last, StateReasons.itself());
                instance.rest(last, clock.instant());
                yield forGood;
            }
            case STOPPED -> {
                // Hibernated, it was ended from outside: the next start boots it.
                instance.rest(LifecycleState.STOPPED, clock.instant());
                yield false;
            }
            case TERMINATED -> false;
        };
    }
}
