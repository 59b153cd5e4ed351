package io.jobarrays.server.api;

import io.jobarrays.server.api.answer.JsonLines;
import io.jobarrays.server.api.answer.Responses;
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
    private final JobArrays arrays;
    private final Clock clock;

    InstancesResource(JobArrays arrays, Clock clock) {
        this.arrays = arrays;
        this.clock = clock;
    }

    @GET
    @Path("instances")
    @Produces({MediaType.APPLICATION_JSON, JsonLines.TYPE})
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
                JsonLines.preferredBy(request)
                        ? Responses.lines(instances)
                        : Response.ok(instances, MediaType.APPLICATION_JSON_TYPE)
                                .header(HttpHeaders.VARY, HttpHeaders.ACCEPT);
        return answer.header(Responses.AS_OF, clock.instant()).build();
    }
}
