package io.jobarrays.server.failpoints;

/** The failure that an armed failpoint throws. */
final class FailpointException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    FailpointException(Failpoint place) {
        super("failpoint " + place);
    }
}
