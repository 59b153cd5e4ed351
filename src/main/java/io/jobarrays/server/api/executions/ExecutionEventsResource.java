package io.jobarrays.server.api.executions;

import io.jobarrays.server.api.answer.EventStreamResponse;
import io.jobarrays.server.api.read.IndexesParameter;
import io.jobarrays.server.arrays.events.EventRows;
import io.jobarrays.server.arrays.events.EventSignal;
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
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Events of an execution as a stream. */
@Path("/api/v1")
@Tag(name = "events")
@RunOnVirtualThread
@Produces(MediaType.SERVER_SENT_EVENTS)
public class ExecutionEventsResource {
    private static final String LAST_EVENT_ID = "Last-Event-ID";

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
    @Operation(
            operationId = "streamExecutionEvents",
            summary = "Streams the events of an execution",
            description =
                    "Each event: progress holds a ProgressEvent in its data; the last event: end"
                            + " holds the view of the execution.")
    @APIResponse(
            responseCode = "200",
            description = "Server-sent events",
            content =
                    @Content(
                            mediaType = MediaType.SERVER_SENT_EVENTS,
                            schema = @Schema(type = SchemaType.STRING)))
    public void stream(
            @PathParam("id") String id,
            @HeaderParam(LAST_EVENT_ID) @Nullable String lastEventId,
            @Context SseEventSink sink,
            @Context Sse sse)
            throws InterruptedException {
        ExecutionView execution = executions.view(IndexesParameter.number(id));
        new EventStreamResponse(sink, sse, lastEventId)
                .run(
                        signal.subscribe(execution.id(), null),
                        seq -> events.ofExecution(execution.id(), seq),
                        () ->
                                Optional.of(executions.view(execution.id()))
                                        .filter(view -> view.exitCode() != null));
    }
}
