package io.jobarrays.server.api;

import io.jobarrays.server.api.read.IndexesParameter;
import io.jobarrays.server.arrays.rows.EventRows;
import io.jobarrays.server.arrays.rows.EventSignal;
import io.jobarrays.server.batch.Executions;
import io.jobarrays.server.batch.view.ExecutionView;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What happens to an execution, as it happens. */
@Path("/api/v1")
@Tag(name = "events")
@RunOnVirtualThread
@Produces(MediaType.SERVER_SENT_EVENTS)
public class ExecutionEventsResource {
    private static final String LAST = "Last-Event-ID";

    private final Executions executions;
    private final EventRows events;
    private final EventSignal signal;

    ExecutionEventsResource(Executions executions, EventRows events, EventSignal signal) {
        this.executions = executions;
        this.events = events;
        this.signal = signal;
    }

    @GET
    @Path("executions/{id}/events")
    @Operation(summary = "News of an execution; ends with event: end and the execution's view")
    public void ofExecution(
            @PathParam("id") String id,
            @HeaderParam(LAST) @Nullable String last,
            @Context SseEventSink sink,
            @Context Sse sse)
            throws InterruptedException {
        ExecutionView execution = executions.view(IndexesParameter.number(id));
        new EventStreamResponse(sink, sse, last)
                .run(
                        signal.subscribe(execution.id(), null),
                        seq -> events.ofExecution(execution.id(), seq),
                        () ->
                                Optional.of(executions.view(execution.id()))
                                        .filter(view -> view.exitCode() != null));
    }
}
