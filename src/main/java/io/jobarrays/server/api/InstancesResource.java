package io.jobarrays.server.api;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SequenceWriter;
import io.jobarrays.server.api.read.ListFilter;
import io.jobarrays.server.api.read.PageRequest;
import io.jobarrays.server.api.read.QueryNames;
import io.jobarrays.server.api.view.InstanceView;
import io.jobarrays.server.arrays.JobArrays;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import jakarta.ws.rs.core.UriInfo;
import java.time.Clock;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Instances of the newest thousand live arrays, without grouping. */
@Path("/api/v1")
@Tag(name = "instances")
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
public class InstancesResource {
    private static final String LINES = "application/x-ndjson";
    private static final MediaType LINES_TYPE = MediaType.valueOf(LINES);

    private final JobArrays arrays;
    private final ObjectWriter lines;
    private final Clock clock;

    InstancesResource(JobArrays arrays, ObjectMapper json, Clock clock) {
        this.arrays = arrays;
        this.lines =
                json.writerFor(InstanceView.class)
                        .without(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
                        .withRootValueSeparator("\n");
        this.clock = clock;
    }

    @GET
    @Path("instances")
    @Produces({MediaType.APPLICATION_JSON, LINES})
    @Operation(
            operationId = "listInstances",
            summary = "Lists the instances of live arrays, newest array first",
            description =
                    "As one list, or with \"Accept: application/x-ndjson\" as one JSON object a line.")
    @APIResponseSchema(InstanceView[].class)
    public Response list(
            @QueryParam("state") @Nullable String state,
            @QueryParam("region") @Nullable String region,
            @Context HttpHeaders request,
            @Context UriInfo uri) {
        QueryNames.only(uri, "state", "region");
        PageRequest all = PageRequest.of(null, null);
        List<InstanceView> instances =
                arrays.list(ListFilter.of(null, null, state, region, all)).stream()
                        .flatMap(array -> array.members().stream().flatMap(InstanceView.in(array)))
                        .toList();
        Response.ResponseBuilder answer =
                prefersLines(request)
                        ? Response.ok(lines(instances), LINES)
                        : Response.ok(instances, MediaType.APPLICATION_JSON_TYPE);
        return answer.header(HttpHeaders.VARY, HttpHeaders.ACCEPT)
                .header(Responses.AS_OF, clock.instant())
                .build();
    }

    private static boolean prefersLines(HttpHeaders request) {
        MediaType preferred = request.getAcceptableMediaTypes().getFirst();
        return preferred.isCompatible(LINES_TYPE) && !preferred.isWildcardType();
    }

    private StreamingOutput lines(List<InstanceView> instances) {
        return out -> {
            try (SequenceWriter writer = lines.writeValues(out)) {
                writer.writeAll(instances);
            }
            if (!instances.isEmpty()) {
                out.write('\n');
            }
        };
    }
}
