package io.jobarrays.server.traces;

import io.jobarrays.server.instances.ControlPlaneId;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Traces of executions: execution, its stages, and what happens in a stage. Spans of executions and
 * stages outlive a server: none is open, and each is recorded with its begin at its end.
 */
@ApplicationScoped
public class ExecutionTraces {
    /** Name of the span of the execution itself; stages have the names of their arrays. */
    private static final String EXECUTION = "";

    private static final String TRACEPARENT = "traceparent";

    private final Tracer tracer;
    private final ControlPlaneId controlPlane;
    private final boolean off;

    ExecutionTraces(
            Tracer tracer,
            ControlPlaneId controlPlane,
            @ConfigProperty(name = "quarkus.otel.sdk.disabled") boolean off) {
        this.tracer = tracer;
        this.controlPlane = controlPlane;
        this.off = off;
    }

    public boolean areOff() {
        return off;
    }

    /** Context of calls for the stage with this array: their spans are children of its span. */
    public Context ofStage(long execution, String array) {
        return off ? Context.root() : with(stage(execution, array));
    }

    /** Value of {@code TRACEPARENT} for work of this array; empty while traces are off. */
    public Optional<String> traceparent(long execution, String array) {
        Map<String, String> headers = new HashMap<>();
        W3CTraceContextPropagator.getInstance()
                .inject(
                        ofStage(execution, array),
                        headers,
                        (map, key, value) -> map.put(key, value));
        return Optional.ofNullable(headers.get(TRACEPARENT));
    }

    public void recordExecution(long execution, EndedSpan ended) {
        SpanBuilder span = ended.prepare(tracer.spanBuilder(ended.name()).setNoParent());
        ended.end(SpanIdGenerator.start(span, ids(execution, EXECUTION)));
    }

    public void recordStage(long execution, String array, EndedSpan ended) {
        SpanBuilder span =
                ended.prepare(
                        tracer.spanBuilder(ended.name()).setParent(with(execution(execution))));
        ended.end(SpanIdGenerator.start(span, ids(execution, array)));
    }

    /** Records a part of a stage. */
    public void recordPart(long execution, String array, EndedSpan ended) {
        ended.end(
                ended.prepare(tracer.spanBuilder(ended.name()).setParent(ofStage(execution, array)))
                        .startSpan());
    }

    private SpanContext stage(long execution, String array) {
        SpanContext parent = execution(execution);
        return SpanContext.create(
                parent.getTraceId(),
                ids(execution, array).spanId(),
                parent.getTraceFlags(),
                parent.getTraceState());
    }

    /** Started for the decision of the sampler, never ended. */
    private SpanContext execution(long execution) {
        SpanBuilder span = tracer.spanBuilder("execution").setNoParent();
        return SpanIdGenerator.start(span, ids(execution, EXECUTION)).getSpanContext();
    }

    private SpanIds ids(long execution, String name) {
        return SpanIds.of(controlPlane.id(), execution, name);
    }

    private static Context with(SpanContext parent) {
        return Context.root().with(Span.wrap(parent));
    }
}
