package io.jobarrays.server.api.executions;

import io.jobarrays.contract.IndexSet;
import io.jobarrays.server.api.answer.JsonLines;
import io.jobarrays.server.api.answer.Responses;
import io.jobarrays.server.api.read.IndexesParameter;
import io.jobarrays.server.api.read.PageRequest;
import io.jobarrays.server.api.read.QueryNames;
import io.jobarrays.server.api.text.PartitionsText;
import io.jobarrays.server.arrays.JobArrays;
import io.jobarrays.server.batch.Executions;
import io.jobarrays.server.batch.view.PartitionView;
import io.jobarrays.server.batch.view.StageView;
import io.jobarrays.server.problems.NotFound;
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
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Partitions of one stage of an execution, one per index; read from the members' rows. */
@Path("/api/v1")
@Tag(name = "executions")
@RunOnVirtualThread
@Produces({MediaType.APPLICATION_JSON, MediaType.TEXT_PLAIN})
public class PartitionsResource {
    private final Executions executions;
    private final JobArrays arrays;
    private final Clock clock;

    PartitionsResource(Executions executions, JobArrays arrays, Clock clock) {
        this.executions = executions;
        this.arrays = arrays;
        this.clock = clock;
    }

    @GET
    @Path("executions/{id}/steps/{step}/partitions")
    @Produces({MediaType.APPLICATION_JSON, MediaType.TEXT_PLAIN, JsonLines.TYPE})
    @Operation(
            operationId = "listPartitions",
            summary = "Lists the partitions of one stage of an execution by index")
    @APIResponseSchema(PartitionView[].class)
    public Response list(
            @PathParam("id") String id,
            @Parameter(description = "Id of the stage.", example = "training") @PathParam("step")
                    String step,
            @Parameter(
                            description = "State of the partitions.",
                            schema =
                                    @Schema(
                                            type = SchemaType.STRING,
                                            enumeration = {
                                                "PLANNED",
                                                "STARTED",
                                                "COMPLETED",
                                                "FAILED"
                                            }))
                    @QueryParam("state")
                    @Nullable String state,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor,
            @Context HttpHeaders headers,
            @Context UriInfo uri) {
        QueryNames.only(uri, "state", "limit", "cursor");
        String requestedState = QueryNames.oneOf("state", state, PartitionView.STATES);
        PageRequest page = PageRequest.of(limit, cursor);
        int after = page.after() == null ? -1 : IndexesParameter.one(page.after());
        List<PartitionView> found =
                partitions(stage(id, step))
                        .filter(partition -> partition.index() > after)
                        .filter(
                                partition ->
                                        requestedState == null
                                                || requestedState.equals(partition.state()))
                        .limit(page.limit() + 1L)
                        .toList();
        return Responses.page(
                        headers,
                        uri,
                        page,
                        found,
                        partition -> "" + partition.index(),
                        PartitionsText::of)
                .header(Responses.AS_OF, clock.instant())
                .build();
    }

    private StageView stage(String id, String step) {
        return executions.view(IndexesParameter.number(id)).stages().stream()
                .filter(stage -> stage.id().equals(step))
                .findFirst()
                .orElseThrow(
                        () ->
                                new NotFound(
                                        "there is no step \"%s\" in execution %s"
                                                .formatted(step, id)));
    }

    private Stream<PartitionView> partitions(StageView stage) {
        String arrayId = stage.arrayId();
        return arrayId == null
                ? IndexSet.parse(stage.indexes()).stream().mapToObj(PartitionView::planned)
                : arrays.view(arrayId).members().stream().map(PartitionView::of);
    }
}
