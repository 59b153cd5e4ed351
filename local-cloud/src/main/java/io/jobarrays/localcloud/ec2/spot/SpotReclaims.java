package io.jobarrays.localcloud.ec2.spot;

import io.jobarrays.localcloud.ec2.instance.EmulatedInstances;
import io.jobarrays.localcloud.ec2.instance.EmulatedPower;
import io.jobarrays.localcloud.ec2.instance.SpotTerms;
import io.jobarrays.localcloud.ec2.instance.StateReasons;
import io.jobarrays.localcloud.ec2.instance.VirtualMachine;
import io.jobarrays.localcloud.metadata.SpotNotice;
import io.jobarrays.localcloud.protocol.AwsError;
import java.time.Duration;
import java.time.Instant;

/** Takes spot instances back: a notice first, the end when its time has come. */
public final class SpotReclaims {
    private final EmulatedInstances fleet;
    private final EmulatedPower power;

    public SpotReclaims(EmulatedInstances fleet, EmulatedPower power) {
        this.fleet = fleet;
        this.power = power;
    }

    /**
     * Gives notice; called under the lock. The time is real time, whatever the account's clock
     * says: it is the instance that counts it.
     */
    public SpotNotice notify(VirtualMachine instance, String action, Duration after) {
        check(instance, action);
        Instant now = Instant.now();
        SpotNotice notice = new SpotNotice(action, now.plus(after), now);
        int run = instance.run();
        instance.notice(notice);
        Thread.ofVirtual()
                .name("reclaim " + instance.id())
                .start(() -> reclaimAfter(after, instance, run, notice));
        return notice;
    }

    private static void check(VirtualMachine instance, String action) {
        if (instance.order().market().isEmpty()) {
            throw new AwsError(
                    "InvalidParameterValue",
                    instance.id() + " is no spot instance; only those are interrupted.");
        }
        if (!SpotTerms.ACTIONS.contains(action)) {
            throw new AwsError(
                    "InvalidParameterValue",
                    "The action is terminate, stop or hibernate, not " + action + ".");
        }
        if (action.equals("hibernate") && !instance.order().hibernation()) {
            throw new AwsError(
                    "InvalidParameterValue", instance.id() + " was not launched to be hibernated.");
        }
        if (!instance.phase().isUp()) {
            throw conflict(instance.id() + " is " + instance.phase().text() + ".");
        }
        if (instance.notice().isPresent()) {
            throw conflict(
                    "%s has its notice already, for %s."
                            .formatted(instance.id(), instance.notice().get().at()));
        }
    }

    private void reclaimAfter(Duration time, VirtualMachine instance, int run, SpotNotice notice) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        fleet.locked(
                () -> {
                    if (instance.isRun(run) && instance.phase().isUp()) {
                        reclaim(instance, notice);
                    }
                });
    }

    private void reclaim(VirtualMachine instance, SpotNotice notice) {
        switch (notice.action()) {
            case "stop" -> power.stop(instance, StateReasons.spot());
            case "hibernate" -> power.hibernate(instance, StateReasons.spot());
            default -> power.terminate(instance, StateReasons.spot());
        }
    }

    private static AwsError conflict(String message) {
        return new AwsError(409, "IncorrectInstanceState", message);
    }
}
