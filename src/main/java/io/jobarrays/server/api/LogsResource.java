package io.jobarrays.server.api;

import io.jobarrays.contract.Durations;
import io.jobarrays.contract.Refusal;
import io.jobarrays.contract.messages.LogRecord;
import io.jobarrays.server.api.answer.Responses;
import io.jobarrays.server.api.read.IndexesParameter;
import io.jobarrays.server.api.read.QueryNames;
import io.jobarrays.server.arrays.JobArrays;
import io.jobarrays.server.arrays.spec.LogStreams;
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
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Output of the members; kept after their machines are terminated. */
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
            operationId = "readLog",
            summary = "Returns the log of one index: all attempts, or one",
            description =
                    "The newest 16 MiB of each attempt of a member are kept, less in arrays of more"
                            + " than 64 members.")
    @APIResponse(
            responseCode = "200",
            description = "The log as it was written",
            content =
                    @Content(
                            mediaType = MediaType.TEXT_PLAIN,
                            schema = @Schema(type = SchemaType.STRING)),
            headers = {
                @Header(
                        name = "Spawn-Next-Offset",
                        description = "Offset of the next request.",
                        schema = @Schema(type = SchemaType.STRING)),
                @Header(
                        name = "Spawn-Dropped-Lines",
                        description = "Lines that were dropped.",
                        schema = @Schema(type = SchemaType.INTEGER))
            })
    public Response read(
            @PathParam("selector") String selector,
            @PathParam("index") String index,
            @Parameter(
                            description = "Attempt; absent: all.",
                            schema = @Schema(type = SchemaType.INTEGER, minimum = "1"))
                    @QueryParam("attempt")
                    @Nullable String attempt,
            @Parameter(
                            description =
                                    "Spawn-Next-Offset of the previous answer; absent or 0: the"
                                            + " beginning.")
                    @QueryParam("offset")
                    @Nullable String offset,
            @Parameter(
                            description = "Absent: stdout and stderr.",
                            schema =
                                    @Schema(
                                            type = SchemaType.STRING,
                                            enumeration = {"out", "err"}))
                    @QueryParam("stream")
                    @Nullable String stream,
            @Parameter(
                            description = "Only what was written in this duration before now.",
                            example = "10m")
                    @QueryParam("since")
                    @Nullable String since,
            @Parameter(
                            description =
                                    "text; records: each output with its time, as the agents send it",
                            schema =
                                    @Schema(
                                            type = SchemaType.STRING,
                                            enumeration = {"text", "records"}))
                    @QueryParam("format")
                    @Nullable String format,
            @Context UriInfo uri) {
        QueryNames.only(uri, "attempt", "offset", "stream", "since", "format");
        QueryNames.oneOf("format", format, List.of("text", "records"));
        LogQuery query =
                new LogQuery(
                        attempt == null ? null : attempt(attempt),
                        offset == null ? LogPosition.BEGIN : LogPosition.parse(offset),
                        stream == null ? null : stream(stream),
                        since == null ? null : clock.instant().minus(duration(since)),
                        "records".equals(format));
        ArrayView array = arrays.view(selectors.read(selector).arrayId());
        if (stream != null) {
            requireSplitOutput(array);
        }
        LogText log = logs.read(array.id(), IndexesParameter.of(array, index), query);
        return Response.ok(log.text())
                .header("Spawn-Next-Offset", log.next())
                .header("Spawn-Dropped-Lines", log.droppedLines())
                .build();
    }

    private void requireSplitOutput(ArrayView array) {
        if (arrays.spec(array.id()).work().streams() != LogStreams.SPLIT) {
            throw new Refusal(
                    "stream: array %s keeps stdout and stderr in one log, in their order; leave --stdout and --stderr out, or launch it with --split-output"
                            .formatted(array.name()));
        }
    }

    private static int attempt(String text) {
        if (!text.matches("0*[1-9]\\d{0,8}")) {
            throw new Refusal(
                    "attempt: \"%s\" is not a number of an attempt; 1 is the first"
                            .formatted(text));
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

    private static Duration duration(String text) {
        return Durations.parse("since", text);
    }
}
