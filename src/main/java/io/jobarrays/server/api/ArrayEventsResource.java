package io.jobarrays.server.api;

import io.jobarrays.server.api.answer.EventStreamResponse;
import io.jobarrays.server.api.read.QueryNames;
import io.jobarrays.server.arrays.JobArrays;
import io.jobarrays.server.arrays.events.EventRows;
import io.jobarrays.server.arrays.events.EventSignal;
import io.jobarrays.server.arrays.verbs.Selectors;
import io.jobarrays.server.arrays.view.ArrayView;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Events of an array as a stream. */
@Path("/api/v1")
@Tag(name = "events")
@RunOnVirtualThread
@Produces(MediaType.SERVER_SENT_EVENTS)
public class ArrayEventsResource {
    private static final String LAST_EVENT_ID = "Last-Event-ID";

    private final JobArrays arrays;
    private final Selectors selectors;
    private final EventRows events;
    private final EventSignal signal;

    ArrayEventsResource(
            JobArrays arrays, Selectors selectors, EventRows events, EventSignal signal) {
        this.arrays = arrays;
        this.selectors = selectors;
        this.events = events;
        this.signal = signal;
    }

    @GET
    @Path("arrays/{selector}/events")
    @Operation(
            operationId = "streamArrayEvents",
            summary = "Streams the events of an array",
            description =
                    "Each event: progress holds a ProgressEvent in its data; the last event: end"
                            + " holds the view of the array. With until=launch the stream ends"
                            + " when the launch has ended.")
    @APIResponse(
            responseCode = "200",
            description = "Server-sent events",
            content =
                    @Content(
                            mediaType = MediaType.SERVER_SENT_EVENTS,
                            schema = @Schema(type = SchemaType.STRING)))
    public void stream(
            @PathParam("selector") String selector,
            @Parameter(
                            description = "What ends the stream; absent: the end of the array.",
                            schema = @Schema(type = SchemaType.STRING, enumeration = "launch"))
                    @QueryParam("until")
                    @Nullable String until,
            @HeaderParam(LAST_EVENT_ID) @Nullable String lastEventId,
            @Context UriInfo uri,
            @Context SseEventSink sink,
            @Context Sse sse)
            throws InterruptedException {
        QueryNames.only(uri, "until");
        boolean launch = QueryNames.oneOf("until", until, List.of("launch")) != null;
        String id = selectors.read(selector).arrayId();
        new EventStreamResponse(sink, sse, lastEventId)
                .run(
                        // The end of its execution may end the array.
                        signal.subscribe(arrays.executionOf(id), id),
                        seq -> events.ofArray(id, seq),
                        () -> end(id, launch));
    }

    private Optional<ArrayView> end(String id, boolean launch) {
        return arrays.mayHaveEnded(id, launch)
                ? Optional.of(arrays.view(id)).filter(view -> hasEnded(view, launch))
                : Optional.empty();
    }

    private static boolean hasEnded(ArrayView view, boolean launch) {
        return (launch ? view.launchExitCode() : view.exitCode()) != null;
    }
}
