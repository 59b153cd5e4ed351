package io.jobarrays.localcloud.ec2.spot;

import io.jobarrays.localcloud.ec2.instance.EmulatedInstances;
import io.jobarrays.localcloud.ec2.instance.SpotTerms;
import io.jobarrays.localcloud.ec2.instance.StateReasons;
import io.jobarrays.localcloud.ec2.instance.VirtualMachine;
import io.jobarrays.localcloud.ec2.instance.power.EmulatedPower;
import io.jobarrays.localcloud.metadata.SpotNotice;
import io.jobarrays.localcloud.protocol.AwsError;
import java.time.Duration;
import java.time.Instant;

/** Interrupts spot instances: gives a notice and acts when its time has come. */
public final class SpotInterruptions {
    private final EmulatedInstances instances;
    private final EmulatedPower power;

    public SpotInterruptions(EmulatedInstances instances, EmulatedPower power) {
        this.instances = instances;
        this.power = power;
    }

    /**
     * Gives an interruption notice; called under the lock. Its time is real time, not the account's
     * clock, because the instance compares it with its own clock.
     */
    public SpotNotice giveNotice(VirtualMachine instance, String action, Duration after) {
        check(instance, action);
        Instant now = Instant.now();
        SpotNotice notice = new SpotNotice(action, now.plus(after), now);
        int run = instance.run();
        instance.notice(notice);
        Thread.ofVirtual()
                .name("reclaim " + instance.id())
                .start(() -> interruptAfter(after, instance, run, notice));
        return notice;
    }

    /** Refuses a notice that the instance cannot have; called under the lock. */
    public void check(VirtualMachine instance, String action) {
        if (instance.launch().market().isEmpty()) {
            throw new AwsError(
                    "InvalidParameterValue",
                    instance.id() + " is no spot instance; only those are interrupted.");
        }
        if (!SpotTerms.INTERRUPTION_ACTIONS.contains(action)) {
            throw new AwsError(
                    "InvalidParameterValue",
                    "The action is terminate, stop or hibernate, not " + action + ".");
        }
        if (action.equals("hibernate") && !instance.launch().hibernation()) {
            throw new AwsError(
                    "InvalidParameterValue", instance.id() + " was not launched to be hibernated.");
        }
        if (!instance.state().isUp()) {
            throw conflict(instance.id() + " is " + instance.state().ec2Name() + ".");
        }
        if (instance.notice().isPresent()) {
            throw conflict(
                    "%s already has an interruption notice, for %s."
                            .formatted(instance.id(), instance.notice().get().actionAt()));
        }
    }

    private void interruptAfter(
            Duration delay, VirtualMachine instance, int run, SpotNotice notice) {
        try {
            Thread.sleep(delay);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        instances.locked(
                () -> {
                    if (isDue(instance, run, notice)) {
                        interrupt(instance, notice);
                    }
                });
    }

    /** A stop, also one by hibernation, takes the notice back. */
    private static boolean isDue(VirtualMachine instance, int run, SpotNotice notice) {
        return instance.isCurrentRun(run)
                && instance.state().isUp()
                && instance.notice().filter(notice::equals).isPresent();
    }

    private void interrupt(VirtualMachine instance, SpotNotice notice) {
        switch (notice.action()) {
            case "stop" -> power.stop(instance, StateReasons.spotInterruption());
            case "hibernate" -> power.hibernate(instance, StateReasons.spotInterruption());
            default -> power.terminate(instance, StateReasons.spotInterruption());
        }
    }

    private static AwsError conflict(String message) {
        return new AwsError(409, "IncorrectInstanceState", message);
    }
}
