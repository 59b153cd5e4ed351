package io.jobarrays.server.api;

import io.jobarrays.contract.Refusal;
import io.jobarrays.server.api.read.Indexes;
import io.jobarrays.server.api.read.QueryNames;
import io.jobarrays.server.arrays.ArrayView;
import io.jobarrays.server.arrays.Arrays;
import io.jobarrays.server.arrays.Selectors;
import io.jobarrays.server.files.Logs;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.UriInfo;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What members wrote; kept when their machines are gone. */
@Path("/api/v1")
@Tag(name = "arrays")
@RunOnVirtualThread
public class LogsResource {
    private final Arrays arrays;
    private final Selectors selectors;
    private final Logs logs;

    LogsResource(Arrays arrays, Selectors selectors, Logs logs) {
        this.arrays = arrays;
        this.selectors = selectors;
        this.logs = logs;
    }

    @GET
    @Path("arrays/{selector}/logs/{index}")
    @Produces(Answers.TEXT)
    @Operation(
            summary = "The log of one index: all attempts, or one, from an offset in bytes",
            description = "At most 16 MiB are kept of one member's attempt.")
    public InputStream read(
            @PathParam("selector") String selector,
            @PathParam("index") String index,
            @QueryParam("attempt") @Nullable String attempt,
            @QueryParam("offset") @Nullable String offset,
            @Context UriInfo uri)
            throws IOException {
        QueryNames.only(uri, "attempt", "offset");
        ArrayView array = arrays.view(selectors.read(selector).arrayId());
        int member = Indexes.of(array, index);
        InputStream log =
                attempt == null
                        ? logs.read(array.id(), member)
                        : logs.read(array.id(), member, (int) number("attempt", attempt), 0);
        try {
            log.skipNBytes(offset == null ? 0 : number("offset", offset));
            return log;
        } catch (EOFException e) {
            log.close();
            return InputStream.nullInputStream();
        }
    }

    private static long number(String name, String text) {
        if (!text.matches("\\d{1,9}")) {
            throw new Refusal("%s: \"%s\" is not a whole number".formatted(name, text));
        }
        return Long.parseLong(text);
    }
}
