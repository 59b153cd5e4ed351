package io.jobarrays.localcloud.ec2;

import io.jobarrays.localcloud.protocol.AwsError;

/** EC2's answer to a successful dry run. */
final class DryRun {
    private DryRun() {}

    static AwsError passed() {
        return new AwsError(
                412, "DryRunOperation", "Request would have succeeded, but DryRun flag is set.");
    }
}
