package io.jobarrays.server.api;

import io.jobarrays.server.api.read.ListFilter;
import io.jobarrays.server.api.read.PageRequest;
import io.jobarrays.server.api.read.QueryNames;
import io.jobarrays.server.api.text.LaunchText;
import io.jobarrays.server.api.text.ListText;
import io.jobarrays.server.api.text.StatusText;
import io.jobarrays.server.api.view.LaunchView;
import io.jobarrays.server.arrays.JobArrays;
import io.jobarrays.server.arrays.verbs.Selectors;
import io.jobarrays.server.arrays.view.ArrayView;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
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
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Arrays as they are: the list and one of them. Reads never call AWS. */
@Path("/api/v1")
@Tag(name = "arrays")
@RunOnVirtualThread
@Produces({MediaType.APPLICATION_JSON, MediaType.TEXT_PLAIN})
public class ArraysResource {
    private final JobArrays arrays;
    private final Selectors selectors;
    private final Clock clock;

    ArraysResource(JobArrays arrays, Selectors selectors, Clock clock) {
        this.arrays = arrays;
        this.selectors = selectors;
        this.clock = clock;
    }

    @GET
    @Path("arrays")
    @Operation(
            summary = "Arrays and standalone instances, newest first",
            description =
                    "Live ones; with a state those whose members are in it. As text/plain the"
                            + " grouped view of spawn list.")
    public Response list(
            @QueryParam("name") @Nullable String name,
            @QueryParam("id") @Nullable String id,
            @QueryParam("state") @Nullable String state,
            @QueryParam("region") @Nullable String region,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor,
            @Context HttpHeaders headers,
            @Context UriInfo uri) {
        QueryNames.only(uri, "name", "id", "state", "region", "limit", "cursor");
        PageRequest page = PageRequest.of(limit, cursor);
        List<ArrayView> found = arrays.list(ListFilter.of(name, id, state, region, page));
        return Responses.page(headers, uri, page, found, ArrayView::id, ListText::of)
                .header(Responses.AS_OF, clock.instant())
                .build();
    }

    @GET
    @Path("arrays/{selector}")
    @Operation(summary = "One array: phases, members, reasons, remaining TTL")
    public Response one(@PathParam("selector") String selector, @Context HttpHeaders headers) {
        ArrayView array = arrays.view(selectors.read(selector));
        return Responses.hints(
                        Responses.ok(headers, array, () -> StatusText.of(array, clock.instant())),
                        array.exitCode(),
                        array.next())
                .build();
    }

    @GET
    @Path("arrays/{selector}/launch")
    @Operation(summary = "What the launch came to: asked, came, missing and why")
    public Response launch(@PathParam("selector") String selector, @Context HttpHeaders headers) {
        LaunchView launch = LaunchView.of(arrays.view(selectors.read(selector)));
        return Responses.hints(
                        Responses.ok(headers, launch, () -> LaunchText.of(launch)),
                        launch.exitCode(),
                        launch.next())
                .build();
    }
}
