package io.jobarrays.server.traces;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.sdk.trace.IdGenerator;
import jakarta.inject.Singleton;

/** Ids of spans: random, except of spans that are started with {@link #start}. */
@Singleton
public class SpanIdGenerator implements IdGenerator {
    private static final ScopedValue<SpanIds> GIVEN = ScopedValue.newInstance();

    private final IdGenerator random = IdGenerator.random();

    static Span start(SpanBuilder span, SpanIds ids) {
        return ScopedValue.where(GIVEN, ids).call(span::startSpan);
    }

    @Override
    public String generateSpanId() {
        return GIVEN.isBound() ? GIVEN.get().spanId() : random.generateSpanId();
    }

    @Override
    public String generateTraceId() {
        return GIVEN.isBound() ? GIVEN.get().traceId() : random.generateTraceId();
    }
}
