package io.jobarrays.server.api;

import io.jobarrays.server.api.read.QueryNames;
import io.jobarrays.server.arrays.JobArrays;
import io.jobarrays.server.arrays.rows.EventRows;
import io.jobarrays.server.arrays.rows.EventSignal;
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
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What happens to an array, as it happens. */
@Path("/api/v1")
@Tag(name = "events")
@RunOnVirtualThread
@Produces(MediaType.SERVER_SENT_EVENTS)
public class ArrayEventsResource {
    private static final String LAST = "Last-Event-ID";

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
        new EventStreamResponse(sink, sse, last)
                .run(
                        // The end of its execution may end the array.
                        signal.subscribe(arrays.executionOf(id), id),
                        seq -> events.ofArray(id, seq),
                        () -> Optional.of(arrays.view(id)).filter(view -> over(view, launch)));
    }

    private static boolean over(ArrayView view, boolean launch) {
        return (launch ? view.launchExitCode() : view.exitCode()) != null;
    }
}
