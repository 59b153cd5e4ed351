package io.jobarrays.server.web;

import io.jobarrays.server.aws.AwsFailure;
import io.jobarrays.server.aws.AwsFailure.Kind;

/** Problem document of a failed call to AWS. */
final class AwsProblem {
    private AwsProblem() {}

    static Problem of(AwsFailure failure) {
        Kind kind = failure.kind();
        return Problem.of(status(kind), "SPAWN-AWS-" + kind, String.valueOf(failure.getMessage()))
                .withExitCode(kind.exitCode());
    }

    private static int status(Kind kind) {
        return switch (kind) {
            case THROTTLED -> 429;
            case CAPACITY, QUOTA -> 503;
            // Not 403: the credentials of the control plane were refused, not the caller's.
            case CONSISTENCY, CONFIG, DENIED, UNREACHABLE, AMBIGUOUS -> 502;
        };
    }
}
