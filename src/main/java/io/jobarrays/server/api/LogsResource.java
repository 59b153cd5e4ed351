package io.jobarrays.server.api;

import io.jobarrays.contract.Durations;
import io.jobarrays.contract.LogRecord;
import io.jobarrays.contract.Refusal;
import io.jobarrays.server.api.read.IndexesParameter;
import io.jobarrays.server.api.read.QueryNames;
import io.jobarrays.server.arrays.JobArrays;
import io.jobarrays.server.arrays.verbs.Selectors;
import io.jobarrays.server.arrays.view.ArrayView;
import io.jobarrays.server.files.logs.LogPosition;
import io.jobarrays.server.files.logs.LogQuery;
import io.jobarrays.server.files.logs.LogStore;
import io.jobarrays.server.files.logs.LogText;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.Clock;
import java.time.Duration;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What members wrote; kept when their machines are gone. */
@Path("/api/v1")
@Tag(name = "arrays")
@RunOnVirtualThread
public class LogsResource {
    private final JobArrays arrays;
    private final Selectors selectors;
    private final LogStore logs;
    private final Clock clock;

    LogsResource(JobArrays arrays, Selectors selectors, LogStore logs, Clock clock) {
        this.arrays = arrays;
        this.selectors = selectors;
        this.logs = logs;
        this.clock = clock;
    }

    @GET
    @Path("arrays/{selector}/logs/{index}")
    @Produces(Responses.TEXT)
    @Operation(
            summary = "The log of one index: all attempts, or one",
            description =
                    "The newest 16 MiB are kept of one member's attempt, less in arrays of more than"
                            + " 64. Spawn-Next-Offset is the offset of the next question,"
                            + " Spawn-Dropped-Lines counts what is missing.")
    public Response read(
            @PathParam("selector") String selector,
            @PathParam("index") String index,
            @QueryParam("attempt") @Nullable String attempt,
            @QueryParam("offset") @Nullable String offset,
            @QueryParam("stream") @Nullable String stream,
            @QueryParam("since") @Nullable String since,
            @Context UriInfo uri) {
        QueryNames.only(uri, "attempt", "offset", "stream", "since");
        LogQuery query =
                new LogQuery(
                        attempt == null ? null : attempt(attempt),
                        offset == null ? LogPosition.BEGIN : LogPosition.parse(offset),
                        stream == null ? null : stream(stream),
                        since == null ? null : clock.instant().minus(span(since)));
        ArrayView array = arrays.view(selectors.read(selector).arrayId());
        LogText log = logs.read(array.id(), IndexesParameter.of(array, index), query);
        return Response.ok(log.text())
                .header("Spawn-Next-Offset", log.next())
                .header("Spawn-Dropped-Lines", log.droppedLines())
                .build();
    }

    private static int attempt(String text) {
        if (!text.matches("\\d{1,9}")) {
            throw new Refusal("attempt: \"%s\" is not a whole number".formatted(text));
        }
        return Integer.parseInt(text);
    }

    private static char stream(String text) {
        return switch (text) {
            case "out" -> LogRecord.OUT;
            case "err" -> LogRecord.ERR;
            default -> throw new Refusal("stream: \"%s\" is neither out nor err".formatted(text));
        };
    }

    private static Duration span(String text) {
        return Durations.parse("since", text);
    }
}
