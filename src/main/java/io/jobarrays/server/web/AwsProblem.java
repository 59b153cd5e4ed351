package io.jobarrays.server.web;

import io.jobarrays.server.aws.AwsFailure;
import io.jobarrays.server.aws.AwsFailure.Kind;

/** Problem document of an AWS failure. */
final class AwsProblem {
    private AwsProblem() {}

    static Problem of(AwsFailure failure) {
        Kind kind = failure.kind();
        return Problem.of(status(kind), "SPAWN-AWS-" + kind, String.valueOf(failure.getMessage()))
                .withExitCode(exitCode(kind));
    }

    private static int status(Kind kind) {
        return switch (kind) {
            case THROTTLED -> 429;
            case CAPACITY, QUOTA -> 503;
            case CONSISTENCY, CONFIG, AMBIGUOUS -> 502;
        };
    }

    private static int exitCode(Kind kind) {
        return switch (kind) {
            case CAPACITY -> 5;
            case QUOTA, THROTTLED -> 6;
            case CONSISTENCY, CONFIG, AMBIGUOUS -> 1;
        };
    }
}
