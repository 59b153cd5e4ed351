package io.jobarrays.localcloud.ec2.instance.power;

import io.jobarrays.localcloud.ec2.instance.EmulatedInstances;
import io.jobarrays.localcloud.ec2.instance.LifecycleState;
import io.jobarrays.localcloud.ec2.instance.VirtualMachine;
import io.jobarrays.localcloud.ec2.instance.power.InstanceDelays.Delay;
import io.jobarrays.localcloud.faults.ActiveFault;
import io.jobarrays.localcloud.faults.FaultKind;
import java.time.Duration;
import java.util.List;

/** Waits before a machine boots, resumes or ends: the delays, and a stop that hangs. */
final class PowerDelays {
    private final EmulatedInstances instances;
    private final InstanceDelays delays;

    PowerDelays(EmulatedInstances instances, InstanceDelays delays) {
        this.instances = instances;
        this.delays = delays;
    }

    void await(Delay delay) {
        pause(delays.draw(delay));
    }

    /** Waits for the boot delay; before it, the task runs, unless there is no delay. */
    void awaitBoot(Runnable before) {
        Duration boot = delays.draw(Delay.BOOT);
        if (boot.isPositive()) {
            before.run();
            pause(boot);
        }
    }

    /** Waits for the delay of a stop and while a fault keeps the instance {@code stopping}. */
    void awaitStop(VirtualMachine instance) {
        await(Delay.STOP);
        Runnable changed = instance.changes()::add;
        List<ActiveFault> faults = instance.faults().all();
        faults.forEach(fault -> fault.onRemoval(changed));
        try {
            awaitEndOfHang(instance);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            faults.forEach(fault -> fault.forget(changed));
        }
    }

    private void awaitEndOfHang(VirtualMachine instance) throws InterruptedException {
        long seen = instance.changes().count();
        while (instance.faults().isActive(FaultKind.STOP_HANGS)
                && instances.locked(() -> instance.state() == LifecycleState.STOPPING)) {
            instance.changes().awaitAfter(seen, instance.faults().timeLeft(FaultKind.STOP_HANGS));
            seen = instance.changes().count();
        }
    }

    private static void pause(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
