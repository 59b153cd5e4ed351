package io.jobarrays.server.instances.rows;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Update of an instance row from EC2's description. */
public final class InstanceUpdate {
    private InstanceUpdate() {}

    /** Whether EC2's description says something that the row does not. */
    public static boolean differs(
            Instance row, software.amazon.awssdk.services.ec2.model.Instance seen) {
        InstanceState state = InstanceState.of(seen.state().nameAsString());
        // EC2 is eventually consistent: an older answer must not revive an ending instance.
        boolean outdated = row.state.isEnding() && !state.isEnding();
        return !outdated
                && (row.state != state
                        || !Objects.equals(row.az, zone(seen))
                        || (!state.isEnding() && addressesDiffer(row, seen)));
    }

    /** The row of an ending instance keeps the addresses that it had. */
    private static boolean addressesDiffer(
            Instance row, software.amazon.awssdk.services.ec2.model.Instance seen) {
        return !Objects.equals(row.publicIp, seen.publicIpAddress())
                || !Objects.equals(row.privateIp, seen.privateIpAddress());
    }

    /** Applies EC2's description to the row; returns whether the row changed. */
    public static boolean apply(
            Instance row, software.amazon.awssdk.services.ec2.model.Instance seen, Instant now) {
        if (!differs(row, seen)) {
            return false;
        }
        InstanceState state = InstanceState.of(seen.state().nameAsString());
        boolean running = state == InstanceState.RUNNING;
        row.runningSince = !running ? null : row.runningSince == null ? now : row.runningSince;
        if (running) {
            row.reason = null;
        }
        row.state = state;
        row.az = zone(seen);
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

    private static @Nullable String zone(software.amazon.awssdk.services.ec2.model.Instance seen) {
        return seen.placement() == null ? null : seen.placement().availabilityZone();
    }
}
