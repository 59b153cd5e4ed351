package io.jobarrays.server.traces;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.StatusCode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is recorded as a span when it has ended; no secret of a user.
 *
 * @param failure why it failed; null: it did not
 */
public record EndedSpan(
        String name,
        Instant begun,
        Instant ended,
        Attributes attributes,
        @Nullable String failure) {

    SpanBuilder prepare(SpanBuilder span) {
        return span.setStartTimestamp(begun).setAllAttributes(attributes);
    }

    void end(Span span) {
        if (failure != null) {
            span.setStatus(StatusCode.ERROR, failure);
        }
        span.end(ended);
    }
}
