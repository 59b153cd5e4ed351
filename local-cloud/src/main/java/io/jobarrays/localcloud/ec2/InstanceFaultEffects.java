package io.jobarrays.localcloud.ec2;

import io.jobarrays.localcloud.base.CloudEvents;
import io.jobarrays.localcloud.base.ConsoleLog;
import io.jobarrays.localcloud.ec2.instance.EmulatedInstances;
import io.jobarrays.localcloud.ec2.instance.LifecycleState;
import io.jobarrays.localcloud.ec2.instance.VirtualMachine;
import io.jobarrays.localcloud.faults.ActiveFault;
import io.jobarrays.localcloud.faults.FaultKind;
import io.jobarrays.localcloud.faults.FaultRule;
import io.jobarrays.localcloud.protocol.AwsError;
import java.time.Duration;

/** Carries out the faults of an instance that act on it after its boot. */
final class InstanceFaultEffects {
    private static final Duration POLL_INTERVAL = Duration.ofMillis(50);
    private static final Duration SPOT_NOTICE = Duration.ofMinutes(2);

    private final EmulatedInstances instances;
    private final FaultInjection injection;
    private final CloudEvents events;

    InstanceFaultEffects(
            EmulatedInstances instances, FaultInjection injection, CloudEvents events) {
        this.instances = instances;
        this.injection = injection;
        this.events = events;
    }

    void begin(VirtualMachine instance) {
        instance.faults().all().stream()
                .filter(fault -> isTimed(fault.rule().kind()))
                .forEach(
                        fault ->
                                Thread.ofVirtual()
                                        .name("fault " + fault.id() + " " + instance.id())
                                        .start(() -> carryOut(instance, fault)));
    }

    private static boolean isTimed(FaultKind kind) {
        return kind == FaultKind.NETWORK_CUT || kind == FaultKind.SPOT_INTERRUPTION;
    }

    private void carryOut(VirtualMachine instance, ActiveFault fault) {
        try {
            awaitRunning(instance);
            Thread.sleep(fault.rule().delay());
            if (!fault.isRemoved()) {
                apply(instance, fault);
            }
        } catch (AwsError e) {
            ConsoleLog.line("fault " + fault.id() + " has no effect: " + e.text());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void apply(VirtualMachine instance, ActiveFault fault) throws InterruptedException {
        String id = instance.id();
        FaultRule rule = fault.rule();
        if (rule.kind() == FaultKind.SPOT_INTERRUPTION) {
            injection.interrupt(id, "terminate", rule.window().orElse(SPOT_NOTICE));
            return;
        }
        injection.setNetworkUp(id, false);
        events.add(id, "network-down", fault.id());
        awaitEnd(instance, fault);
        if (isUp(instance)) {
            injection.setNetworkUp(id, true);
            events.add(id, "network-up", fault.id());
        }
    }

    private boolean isUp(VirtualMachine instance) {
        return instances.locked(instance::state).isUp();
    }

    private void awaitRunning(VirtualMachine instance) throws InterruptedException {
        while (instances.locked(instance::state) == LifecycleState.PENDING) {
            Thread.sleep(POLL_INTERVAL);
        }
    }

    /** Until the window or the rule ends, or the instance itself. */
    private void awaitEnd(VirtualMachine instance, ActiveFault fault) throws InterruptedException {
        long begun = System.nanoTime();
        while (!fault.isRemoved()
                && isUp(instance)
                && fault.rule()
                        .window()
                        .map(window -> System.nanoTime() - begun < window.toNanos())
                        .orElse(true)) {
            Thread.sleep(POLL_INTERVAL);
        }
    }
}
