package io.jobarrays.server.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jobarrays.contract.IndexSet;
import io.jobarrays.contract.Refusal;
import io.jobarrays.server.api.read.Indexes;
import io.jobarrays.server.api.read.JsonBody;
import io.jobarrays.server.api.text.ResultsText;
import io.jobarrays.server.arrays.Arrays;
import io.jobarrays.server.arrays.Endings;
import io.jobarrays.server.arrays.MemberResult;
import io.jobarrays.server.arrays.Selection;
import io.jobarrays.server.arrays.Selectors;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Ends an array or members of it, answered with one result per member. */
@Path("/api/v1")
@Tag(name = "arrays")
@RunOnVirtualThread
@Produces({MediaType.APPLICATION_JSON, MediaType.TEXT_PLAIN})
public class TerminateResource {
    private static final int PARTIAL = 4;

    private final Arrays arrays;
    private final Selectors selectors;
    private final Endings endings;

    TerminateResource(Arrays arrays, Selectors selectors, Endings endings) {
        this.arrays = arrays;
        this.selectors = selectors;
        this.endings = endings;
    }

    @POST
    @Path("arrays/{selector}/terminate")
    @Operation(
            summary = "Ends an array, or the members of {\"indexes\": \"3,17,40-63\"}, for good",
            description = "Once more on what has ended is harmless.")
    public Response terminate(
            @PathParam("selector") String selector,
            InputStream body,
            @Context HttpHeaders headers) {
        Selection meant = selection(selectors.read(selector), JsonBody.read(body));
        return answer(endings.terminate(meant), headers);
    }

    private Selection selection(Selection selected, ObjectNode body) {
        JsonBody.onlyKnown(body, Set.of("indexes"));
        JsonNode indexes = body.get("indexes");
        if (indexes == null || indexes.isNull()) {
            return selected;
        }
        if (selected.members() != null) {
            throw new Refusal("indexes: the selector names members already; leave one out");
        }
        @Nullable IndexSet set = Indexes.set(arrays.view(selected.arrayId()), indexes.asText());
        return new Selection(selected.arrayId(), set);
    }

    static Response answer(List<MemberResult> results, HttpHeaders headers) {
        long failed = results.stream().filter(result -> !result.ok()).count();
        int exitCode = failed == 0 ? 0 : failed == results.size() ? 1 : PARTIAL;
        return Answers.hints(
                        Answers.ok(headers, results, () -> ResultsText.of(results)),
                        exitCode,
                        List.of("spawn list"))
                .build();
    }
}
