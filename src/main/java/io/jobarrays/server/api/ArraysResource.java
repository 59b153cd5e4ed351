package io.jobarrays.server.api;

import io.jobarrays.server.api.answer.JsonLines;
import io.jobarrays.server.api.answer.Responses;
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
import io.jobarrays.server.files.DiskSpace;
import io.jobarrays.server.state.StateDirectory;
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
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Views of arrays; reads never call AWS. */
@Path("/api/v1")
@Tag(name = "arrays")
@RunOnVirtualThread
@Produces({MediaType.APPLICATION_JSON, MediaType.TEXT_PLAIN})
public class ArraysResource {
    private final JobArrays arrays;
    private final Selectors selectors;
    private final StateDirectory directory;
    private final Clock clock;

    ArraysResource(JobArrays arrays, Selectors selectors, StateDirectory directory, Clock clock) {
        this.arrays = arrays;
        this.selectors = selectors;
        this.directory = directory;
        this.clock = clock;
    }

    @GET
    @Path("arrays")
    @Produces({MediaType.APPLICATION_JSON, MediaType.TEXT_PLAIN, JsonLines.TYPE})
    @Operation(
            operationId = "listArrays",
            summary = "Lists live arrays and standalone instances, newest first",
            description =
                    "With a state: those with members in that state. As text/plain: the grouped"
                            + " view of spawn list; with wide=true it has prices.")
    @APIResponseSchema(ArrayView[].class)
    public Response list(
            @Parameter(description = "Name of the array.") @QueryParam("name")
                    @Nullable String name,
            @Parameter(description = "Id of the array.") @QueryParam("id") @Nullable String id,
            @QueryParam("state") @Nullable String state,
            @QueryParam("region") @Nullable String region,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor,
            @Context HttpHeaders headers,
            @Context UriInfo uri) {
        QueryNames.only(uri, "name", "id", "state", "region", "limit", "cursor");
        PageRequest page = PageRequest.of(limit, cursor);
        List<ArrayView> found = arrays.list(ListFilter.of(name, id, state, region, page));
        Function<List<ArrayView>, String> text =
                Responses.isWide(headers) ? ListText::wide : ListText::of;
        return Responses.warn(
                        Responses.page(headers, uri, page, found, ArrayView::id, text),
                        DiskSpace.of(directory).warning().stream().toList())
                .header(Responses.AS_OF, clock.instant())
                .build();
    }

    @GET
    @Path("arrays/{selector}")
    @Operation(
            operationId = "getArray",
            summary = "Returns one array: phases, members, reasons, deadline")
    @APIResponseSchema(ArrayView.class)
    public Response get(@PathParam("selector") String selector, @Context HttpHeaders headers) {
        ArrayView array = arrays.view(selectors.read(selector));
        return Responses.hints(
                        Responses.ok(headers, array, () -> StatusText.of(array, clock.instant())),
                        array.exitCode(),
                        array.next())
                .build();
    }

    @GET
    @Path("arrays/{selector}/launch")
    @Operation(
            operationId = "getLaunch",
            summary = "Returns the result of the launch: members asked for, enrolled and missing")
    @APIResponseSchema(LaunchView.class)
    public Response getLaunch(
            @PathParam("selector") String selector, @Context HttpHeaders headers) {
        LaunchView launch = LaunchView.of(arrays.view(selectors.read(selector)));
        return Responses.hints(
                        Responses.ok(headers, launch, () -> LaunchText.of(launch)),
                        launch.exitCode(),
                        launch.next())
                .build();
    }
}
