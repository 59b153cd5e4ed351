package io.jobarrays.server.instances.rows;

import java.time.Instant;
import java.util.Objects;

/** Update of an instance row from EC2's description. */
public final class InstanceUpdate {
    private InstanceUpdate() {}

    /** Applies EC2's description to the row; returns whether the row changed. */
    public static boolean apply(
            Instance row, software.amazon.awssdk.services.ec2.model.Instance seen, Instant now) {
        InstanceState state = InstanceState.of(seen.state().nameAsString());
        String az = seen.placement() == null ? null : seen.placement().availabilityZone();
        // EC2 is eventually consistent: an older answer must not revive an ending instance.
        boolean outdated = row.state.isEnding() && !state.isEnding();
        if (outdated
                || (row.state == state
                        && Objects.equals(row.publicIp, seen.publicIpAddress())
                        && Objects.equals(row.privateIp, seen.privateIpAddress())
                        && Objects.equals(row.az, az))) {
            return false;
        }
        boolean running = state == InstanceState.RUNNING;
        row.runningSince = !running ? null : row.runningSince == null ? now : row.runningSince;
        if (running) {
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
