package io.jobarrays.server.traces;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.api.trace.TraceId;
import org.junit.jupiter.api.Test;

class SpanIdsTest {
    private static final String CONTROL_PLANE = "5f0c6a6e-6d1b-4f5e-9d44-0d4c59b8a001";

    @Test
    void spansOfOneExecutionHaveOneTrace() {
        SpanIds execution = SpanIds.of(CONTROL_PLANE, 1, "");
        SpanIds stage = SpanIds.of(CONTROL_PLANE, 1, "compute-20260113-abc123");

        assertThat(TraceId.isValid(execution.traceId())).isTrue();
        assertThat(SpanId.isValid(execution.spanId())).isTrue();
        assertThat(stage.traceId()).isEqualTo(execution.traceId());
        assertThat(stage.spanId()).isNotEqualTo(execution.spanId());
        assertThat(SpanIds.of(CONTROL_PLANE, 1, "")).isEqualTo(execution);
    }

    @Test
    void otherExecutionsAndControlPlanesHaveOtherTraces() {
        assertThat(SpanIds.of(CONTROL_PLANE, 1, "").traceId())
                .isNotEqualTo(SpanIds.of(CONTROL_PLANE, 11, "").traceId())
                .isNotEqualTo(SpanIds.of("another", 1, "").traceId());
    }

    @Test
    void spansStartedWithoutIdsHaveRandomOnes() {
        SpanIdGenerator generator = new SpanIdGenerator();

        assertThat(generator.generateSpanId()).isNotEqualTo(generator.generateSpanId());
        assertThat(generator.generateTraceId()).isNotEqualTo(generator.generateTraceId());
    }
}
