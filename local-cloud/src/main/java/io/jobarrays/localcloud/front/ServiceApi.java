package io.jobarrays.localcloud.front;

import io.jobarrays.localcloud.protocol.AwsError;

/** An AWS service in its wire protocol. */
public interface ServiceApi {

    /** Service name in the signature's credential scope: {@code ec2}. */
    String service();

    /** Whether this request is in this service's protocol. */
    boolean speaks(HttpCall request);

    /** Name of the requested operation, for call counts; any text for an unknown one. */
    String operation(HttpCall request);

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
