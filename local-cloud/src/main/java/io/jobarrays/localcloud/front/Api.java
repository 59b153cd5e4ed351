package io.jobarrays.localcloud.front;

import io.jobarrays.localcloud.protocol.AwsError;

/** One service of AWS in its own protocol. */
public interface Api {

    /** Short name, as signatures are scoped to it: {@code ec2}. */
    String service();

    /** Whether this request speaks this service's protocol. */
    boolean speaks(Request request);

    /** Name of the operation asked for, for counting; any text for an unknown one. */
    String operation(Request request);

    Reply answer(Request request, String requestId);

    /** A refusal in the service's own form. */
    Reply refusal(AwsError error, String requestId);

    /** What AWS answers in this service to a caller who did not prove who it is. */
    AwsError denial(Denial denial);
}
