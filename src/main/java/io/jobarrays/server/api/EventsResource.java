package io.jobarrays.server.api;

import io.jobarrays.server.api.read.Indexes;
import io.jobarrays.server.api.read.QueryNames;
import io.jobarrays.server.arrays.ArrayView;
import io.jobarrays.server.arrays.Arrays;
import io.jobarrays.server.arrays.Events;
import io.jobarrays.server.arrays.Selectors;
import io.jobarrays.server.batch.ExecutionView;
import io.jobarrays.server.batch.Executions;
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
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What happens to arrays and executions, as it happens. */
@Path("/api/v1")
@Tag(name = "events")
@RunOnVirtualThread
@Produces(MediaType.SERVER_SENT_EVENTS)
public class EventsResource {
    private static final String LAST = "Last-Event-ID";

    private final Arrays arrays;
    private final Selectors selectors;
    private final Executions executions;
    private final Events events;

    EventsResource(Arrays arrays, Selectors selectors, Executions executions, Events events) {
        this.arrays = arrays;
        this.selectors = selectors;
        this.executions = executions;
        this.events = events;
    }

    @GET
    @Path("arrays/{selector}/events")
    @Operation(
            summary = "News of an array; ends with event: end and the array's view",
            description = "With until=launch the stream ends when the launch is over.")
    public void ofArray(
            @PathParam("selector") String selector,
            @QueryParam("until") @Nullable String until,
            @HeaderParam(LAST) @Nullable String last,
            @Context UriInfo uri,
            @Context SseEventSink sink,
            @Context Sse sse)
            throws InterruptedException {
        QueryNames.only(uri, "until");
        boolean launch = QueryNames.oneOf("until", until, List.of("launch")) != null;
        String id = selectors.read(selector).arrayId();
        new EventStream(sink, sse, last)
                .run(
                        seq -> events.ofArray(id, seq),
                        () -> Optional.of(arrays.view(id)).filter(view -> over(view, launch)));
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
        ExecutionView execution = executions.view(Indexes.number(id));
        new EventStream(sink, sse, last)
                .run(
                        seq -> events.ofExecution(execution.id(), seq),
                        () ->
                                Optional.of(executions.view(execution.id()))
                                        .filter(view -> view.exitCode() != null));
    }

    private static boolean over(ArrayView view, boolean launch) {
        return (launch ? view.launchExitCode() : view.exitCode()) != null;
    }
}
