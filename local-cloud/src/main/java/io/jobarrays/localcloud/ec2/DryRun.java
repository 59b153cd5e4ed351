package io.jobarrays.localcloud.ec2;

import io.jobarrays.localcloud.protocol.AwsError;

/** How EC2 says yes to a call that asked to be checked only. */
final class DryRun {
    private DryRun() {}

    static AwsError passed() {
        return new AwsError(
                412, "DryRunOperation", "Request would have succeeded, but DryRun flag is set.");
    }
}
