package io.jobarrays.localcloud.front;

import io.jobarrays.localcloud.protocol.AwsError;
import java.util.Optional;

/** An AWS service in its wire protocol. */
public interface ServiceApi {

    /** Service name in the signature's credential scope: {@code ec2}. */
    String service();

    /** Whether it reads bodies from the connection, instead of getting them whole. */
    default boolean streams() {
        return false;
    }

    /** Whether this request is in this service's protocol. */
    boolean speaks(HttpCall request);

    /** Whether the request needs a signature; one that carries its own proof needs none. */
    default boolean isSigned(HttpCall request) {
        return true;
    }

    /** Name of the requested operation; empty for one that is not implemented. */
    Optional<String> operation(HttpCall request);

    /**
     * Carries out the request.
     *
     * @throws AwsError {@code NotImplemented} for an operation that is not implemented
     */
    HttpReply answer(HttpCall request, String requestId);

    /** Error response in the service's own format. */
    HttpReply refusal(AwsError error, String requestId);

    /** Error that this service returns for a request above its rate limit. */
    default AwsError throttled() {
        return new AwsError(400, "ThrottlingException", "Rate exceeded");
    }

    /** Error that this service returns for a request that is not authenticated. */
    AwsError denial(DenialReason denial);
}
