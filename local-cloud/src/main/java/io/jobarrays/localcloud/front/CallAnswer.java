package io.jobarrays.localcloud.front;

/**
 * Answer to a call, with its outcome and how much of it arrives.
 *
 * @param outcome {@code OK}, AWS's error code, or the fault that struck
 */
record CallAnswer(HttpReply reply, Delivery delivery, String outcome) {
    CallAnswer with(String header, String value) {
        return new CallAnswer(reply.with(header, value), delivery, outcome);
    }
}
