package io.jobarrays.localcloud.ec2;

import io.jobarrays.localcloud.ec2.instance.LifecycleState;
import io.jobarrays.localcloud.faults.FaultKind;
import java.util.Map;

/**
 * Effect of a fault on a running instance that begins and ends while the instance exists.
 *
 * @param keptByStop whether the next run of a stopped instance still has it
 */
record TimedEffect(
        String beginEvent, String endEvent, boolean keptByStop, InstanceSwitch instanceSwitch) {

    /** Sets or ends the effect. */
    interface InstanceSwitch {
        void set(String instanceId, boolean struck);
    }

    static Map<FaultKind, TimedEffect> all(FaultInjection injection) {
        return Map.of(
                FaultKind.NETWORK_CUT,
                new TimedEffect(
                        "network-down",
                        "network-up",
                        false,
                        (id, struck) -> injection.setNetworkUp(id, !struck)),
                FaultKind.ETC_READ_ONLY,
                new TimedEffect(
                        "etc-read-only",
                        "etc-writable",
                        false,
                        (id, struck) -> injection.setEtcWritable(id, !struck)),
                FaultKind.DISK_FULL,
                new TimedEffect("disk-full", "disk-free", true, injection::setDiskFull));
    }

    /** Whether an instance in this state has it still. */
    boolean lastsIn(LifecycleState state) {
        return keptByStop ? !state.isEnding() : state.isUp();
    }
}
