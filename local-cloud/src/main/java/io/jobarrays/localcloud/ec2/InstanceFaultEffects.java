package io.jobarrays.localcloud.ec2;

import io.jobarrays.localcloud.base.CloudEvents;
import io.jobarrays.localcloud.base.ConsoleLog;
import io.jobarrays.localcloud.ec2.instance.EmulatedInstances;
import io.jobarrays.localcloud.ec2.instance.MachinePhase;
import io.jobarrays.localcloud.ec2.instance.VirtualMachine;
import io.jobarrays.localcloud.faults.ActiveFault;
import io.jobarrays.localcloud.faults.FaultKind;
import io.jobarrays.localcloud.protocol.AwsError;
import java.time.Duration;
import java.util.Map;

/** Carries out the faults of an instance that act on it after its boot. */
final class InstanceFaultEffects {
    /** Waits are repeated until a change, a removed rule or the end of a window. */
    private static final Duration MAX_WAIT = Duration.ofHours(1);

    private static final Duration SPOT_NOTICE = Duration.ofMinutes(2);

    private final EmulatedInstances instances;
    private final FaultInjection injection;
    private final CloudEvents events;
    private final Map<FaultKind, TimedEffect> timedEffects;

    InstanceFaultEffects(
            EmulatedInstances instances, FaultInjection injection, CloudEvents events) {
        this.instances = instances;
        this.injection = injection;
        this.events = events;
        this.timedEffects = TimedEffect.all(injection);
    }

    void begin(VirtualMachine instance) {
        instance.faults().all().stream()
                .filter(fault -> actsAfterBoot(fault.rule().kind()))
                .forEach(
                        fault ->
                                Thread.ofVirtual()
                                        .name("fault " + fault.id() + " " + instance.id())
                                        .start(() -> carryOut(instance, fault)));
    }

    private boolean actsAfterBoot(FaultKind kind) {
        return kind == FaultKind.SPOT_INTERRUPTION || timedEffects.containsKey(kind);
    }

    private void carryOut(VirtualMachine instance, ActiveFault fault) {
        Runnable changed = instance.changes()::add;
        fault.onRemoval(changed);
        try {
            awaitBoot(instance, fault);
            Thread.sleep(fault.rule().delay());
            if (!fault.isRemoved()) {
                apply(instance, fault);
            }
        } catch (AwsError e) {
            ConsoleLog.line("fault " + fault.id() + " has no effect: " + e.text());
            events.add(instance.id(), "fault-without-effect", fault.id() + ": " + e.text());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            fault.forget(changed);
        }
    }

    private void apply(VirtualMachine instance, ActiveFault fault) throws InterruptedException {
        TimedEffect effect = timedEffects.get(fault.rule().kind());
        if (effect == null) {
            Duration notice = fault.rule().window().orElse(SPOT_NOTICE);
            injection.interrupt(instance.id(), "terminate", notice);
            return;
        }
        long boots = instance.changes().boots();
        effect.instanceSwitch().set(instance.id(), true);
        events.add(instance.id(), effect.beginEvent(), fault.id());
        awaitEnd(instance, fault, effect, boots);
        if (lasts(instance, effect)) {
            end(instance, fault, effect);
        }
    }

    private void end(VirtualMachine instance, ActiveFault fault, TimedEffect effect) {
        try {
            effect.instanceSwitch().set(instance.id(), false);
            events.add(instance.id(), effect.endEvent(), fault.id());
        } catch (AwsError e) {
            // The instance has ended meanwhile, and the effect with it.
            ConsoleLog.line("fault " + fault.id() + " was not ended: " + e.text());
        }
    }

    private boolean lasts(VirtualMachine instance, TimedEffect effect) {
        return effect.lastsIn(instances.locked(instance::state));
    }

    /** Until the instance is running, and for effects on its machine until that has booted. */
    private void awaitBoot(VirtualMachine instance, ActiveFault fault) throws InterruptedException {
        boolean needsMachine = timedEffects.containsKey(fault.rule().kind());
        long seen = instance.changes().count();
        while (instances.locked(() -> isBooting(instance, needsMachine))) {
            instance.changes().awaitAfter(seen, MAX_WAIT);
            seen = instance.changes().count();
        }
    }

    private static boolean isBooting(VirtualMachine instance, boolean needsMachine) {
        return switch (instance.state()) {
            case PENDING -> true;
            case RUNNING -> needsMachine && instance.machine() != MachinePhase.UP;
            case STOPPING, STOPPED, SHUTTING_DOWN, TERMINATED -> false;
        };
    }

    /** Until the window or the rule ends, or the instance itself; a reboot ends no effect. */
    private void awaitEnd(
            VirtualMachine instance, ActiveFault fault, TimedEffect effect, long bootsAtBegin)
            throws InterruptedException {
        long begun = System.nanoTime();
        long boots = bootsAtBegin;
        while (true) {
            long seen = instance.changes().count();
            Duration left = timeLeft(fault, begun);
            if (fault.isRemoved() || !lasts(instance, effect) || !left.isPositive()) {
                return;
            }
            long bootsNow = instance.changes().boots();
            if (bootsNow != boots && !effect.keptByStop()) {
                setAgain(instance, fault, effect);
            }
            boots = bootsNow;
            instance.changes().awaitAfter(seen, left);
        }
    }

    /** The processes that a reboot started do not have the effect. */
    private static void setAgain(VirtualMachine instance, ActiveFault fault, TimedEffect effect) {
        try {
            effect.instanceSwitch().set(instance.id(), true);
        } catch (AwsError e) {
            ConsoleLog.line("fault " + fault.id() + " was not set again: " + e.text());
        }
    }

    private static Duration timeLeft(ActiveFault fault, long begun) {
        Duration since = Duration.ofNanos(System.nanoTime() - begun);
        return fault.rule().window().map(window -> window.minus(since)).orElse(MAX_WAIT);
    }
}
