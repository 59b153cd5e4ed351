package io.jobarrays.server.instances.rows;

import java.time.Instant;
import java.util.Objects;

/** What EC2 says of an instance, laid onto our row. */
public final class InstanceUpdate {
    private InstanceUpdate() {}

    /** Whether anything changed. */
    public static boolean apply(
            Instance row, software.amazon.awssdk.services.ec2.model.Instance seen, Instant now) {
        InstanceState state = InstanceState.of(seen.state().nameAsString());
        String az = seen.placement() == null ? null : seen.placement().availabilityZone();
        // A late answer must not bring back what was already seen going.
        boolean older = row.state.isEnding() && !state.isEnding();
        if (older
                || (row.state == state
                        && Objects.equals(row.publicIp, seen.publicIpAddress())
                        && Objects.equals(row.privateIp, seen.privateIpAddress())
                        && Objects.equals(row.az, az))) {
            return false;
        }
        boolean runs = state == InstanceState.RUNNING;
        row.runningSince = !runs ? null : row.runningSince == null ? now : row.runningSince;
        if (runs) {
            row.reason = null;
        }
        row.state = state;
        row.az = az;
        row.instanceType = seen.instanceTypeAsString();
        if (!state.isEnding()) {
            row.privateIp = seen.privateIpAddress();
            row.publicIp = seen.publicIpAddress();
        }
        if (seen.stateReason() != null && seen.stateReason().message() != null) {
            row.reason = seen.stateReason().message();
        }
        if (state == InstanceState.TERMINATED) {
            row.endedAt = now;
        }
        return true;
    }
}
