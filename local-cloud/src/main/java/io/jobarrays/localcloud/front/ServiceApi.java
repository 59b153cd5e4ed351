package io.jobarrays.localcloud.front;

import io.jobarrays.localcloud.protocol.AwsError;

/** One service of AWS in its own protocol. */
public interface ServiceApi {

    /** Short name, as signatures are scoped to it: {@code ec2}. */
    String service();

    /** Whether this request speaks this service's protocol. */
    boolean speaks(HttpCall request);

    /** Name of the operation asked for, for counting; any text for an unknown one. */
    String operation(HttpCall request);

    HttpReply answer(HttpCall request, String requestId);

    /** A refusal in the service's own form. */
    HttpReply refusal(AwsError error, String requestId);

    /** What AWS answers in this service to a caller who did not prove who it is. */
    AwsError denial(DenialReason denial);
}
