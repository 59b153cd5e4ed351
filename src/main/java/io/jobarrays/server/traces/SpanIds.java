package io.jobarrays.server.traces;

import io.jobarrays.contract.Sha256;

/**
 * Ids of a span of an execution, the same at every server of the control plane: a later server
 * continues the trace of an earlier one.
 *
 * @param traceId 32 hexadecimal digits, the same for all spans of the execution
 * @param spanId 16 hexadecimal digits
 */
record SpanIds(String traceId, String spanId) {
    private static final int TRACE_ID_LENGTH = 32;
    private static final int SPAN_ID_LENGTH = 16;

    /**
     * @param name of the span within the execution
     */
    static SpanIds of(String controlPlane, long execution, String name) {
        String trace = controlPlane + "/" + execution;
        return new SpanIds(
                Sha256.of(trace).substring(0, TRACE_ID_LENGTH),
                Sha256.of(trace + "/" + name).substring(0, SPAN_ID_LENGTH));
    }
}
