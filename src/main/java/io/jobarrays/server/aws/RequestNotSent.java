package io.jobarrays.server.aws;

import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.Objects;
import java.util.stream.Stream;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkClientException;

/** Failure of a call before a byte of its request was sent: it had no effect. */
final class RequestNotSent extends SdkClientException {
    private static final long serialVersionUID = 1L;

    /** A later call may succeed without a change of the configuration. */
    private final boolean temporary;

    private RequestNotSent(Throwable cause, boolean temporary) {
        super(SdkClientException.builder().message(cause.getMessage()).cause(cause));
        this.temporary = temporary;
    }

    /**
     * The failure itself when the request may have been sent.
     *
     * @param transmitted the SDK began to open a connection
     */
    static Throwable unlessSent(Throwable failure, boolean transmitted) {
        if (failure instanceof AwsServiceException || failure instanceof AbortedException) {
            return failure;
        }
        if (!transmitted || hasCause(failure, UnknownHostException.class)) {
            return misconfigured(failure);
        }
        return hasCause(failure, ConnectException.class) ? unreachable(failure) : failure;
    }

    private static boolean hasCause(Throwable failure, Class<? extends Throwable> type) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .anyMatch(type::isInstance);
    }

    /** Missing credentials, an unknown host, a refused endpoint. */
    static RequestNotSent misconfigured(Throwable cause) {
        return new RequestNotSent(cause, false);
    }

    /** The endpoint did not accept a connection. */
    static RequestNotSent unreachable(Throwable cause) {
        return new RequestNotSent(cause, true);
    }

    boolean temporary() {
        return temporary;
    }
}
