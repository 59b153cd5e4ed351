package io.jobarrays.server.api.executions;

import io.jobarrays.contract.Durations;
import io.jobarrays.server.api.answer.JsonLines;
import io.jobarrays.server.api.answer.Responses;
import io.jobarrays.server.api.read.CorrectionQuery;
import io.jobarrays.server.api.read.IndexesParameter;
import io.jobarrays.server.api.read.PageRequest;
import io.jobarrays.server.api.read.QueryNames;
import io.jobarrays.server.api.text.ExecutionText;
import io.jobarrays.server.api.text.ExecutionsText;
import io.jobarrays.server.batch.Correction;
import io.jobarrays.server.batch.Executions;
import io.jobarrays.server.batch.retention.ExecutionPurge;
import io.jobarrays.server.batch.rows.ExecutionFilter;
import io.jobarrays.server.batch.rows.ExecutionState;
import io.jobarrays.server.batch.view.ExecutionView;
import io.jobarrays.server.batch.view.StageView;
import io.jobarrays.server.files.DiskSpace;
import io.jobarrays.server.state.StateDirectory;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.InputStream;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Executions of pipelines, and the verbs on them. */
@Path("/api/v1")
@Tag(name = "executions")
@RunOnVirtualThread
@Produces({MediaType.APPLICATION_JSON, MediaType.TEXT_PLAIN})
public class ExecutionsResource {
    private static final List<String> STATES =
            Stream.of(ExecutionState.values()).map(ExecutionState::name).toList();

    private final Executions executions;
    private final ExecutionPurge purge;
    private final StateDirectory directory;
    private final Clock clock;

    ExecutionsResource(
            Executions executions, ExecutionPurge purge, StateDirectory directory, Clock clock) {
        this.executions = executions;
        this.purge = purge;
        this.directory = directory;
        this.clock = clock;
    }

    @GET
    @Path("executions")
    @Produces({MediaType.APPLICATION_JSON, MediaType.TEXT_PLAIN, JsonLines.TYPE})
    @Operation(
            operationId = "listExecutions",
            summary = "Lists executions of pipelines, newest first")
    @APIResponseSchema(ExecutionView[].class)
    public Response list(
            @Parameter(
                            description = "State of the executions.",
                            schema = @Schema(implementation = ExecutionState.class))
                    @QueryParam("state")
                    @Nullable String state,
            @Parameter(description = "Name of their definition.") @QueryParam("definition")
                    @Nullable String definition,
            @Parameter(
                            description = "Only executions created in this duration before now.",
                            example = "2h")
                    @QueryParam("since")
                    @Nullable String since,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor,
            @Context HttpHeaders headers,
            @Context UriInfo uri) {
        QueryNames.only(uri, "state", "definition", "since", "limit", "cursor");
        PageRequest page = PageRequest.of(limit, cursor);
        long before = page.after() == null ? 0 : IndexesParameter.number(page.after());
        List<ExecutionView> found =
                executions.list(filter(state, definition, since), before, page.limit() + 1);
        return Responses.warn(
                        Responses.page(
                                headers,
                                uri,
                                page,
                                found,
                                execution -> "" + execution.id(),
                                shown -> ExecutionsText.of(shown, clock.instant())),
                        DiskSpace.of(directory).warning().stream().toList())
                .header(Responses.AS_OF, clock.instant())
                .build();
    }

    @GET
    @Path("executions/{id}")
    @Operation(operationId = "getExecution", summary = "Returns one execution with its stages")
    @APIResponseSchema(ExecutionView.class)
    public Response get(@PathParam("id") String id, @Context HttpHeaders headers) {
        return answer(Response.ok(), executions.view(IndexesParameter.number(id)), headers);
    }

    @GET
    @Path("executions/{id}/steps")
    @Operation(operationId = "listSteps", summary = "Lists the stages of an execution")
    @APIResponseSchema(StageView[].class)
    public Response steps(@PathParam("id") String id, @Context HttpHeaders headers) {
        ExecutionView execution = executions.view(IndexesParameter.number(id));
        return Responses.ok(
                        headers, execution.stages(), () -> ExecutionText.stages(execution.stages()))
                .header(Responses.AS_OF, clock.instant())
                .build();
    }

    @POST
    @Path("executions/{id}/restart")
    @Operation(
            operationId = "restartExecution",
            summary = "Runs again the stages that did not succeed, and those after them")
    @Parameter(
            name = "files",
            in = ParameterIn.QUERY,
            description =
                    "SHA-256 of an uploaded bundle, with which stages go on that did not succeed;"
                            + " parameters are further query parameters param.NAME=value.",
            schema = @Schema(type = SchemaType.STRING))
    @RequestBody(
            description = "Corrected job XML; the version that it ran when absent.",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_XML,
                            schema = @Schema(type = SchemaType.STRING)))
    @APIResponseSchema(value = ExecutionView.class, responseCode = "202")
    public Response restart(
            @PathParam("id") String id,
            InputStream body,
            @Context HttpHeaders headers,
            @Context UriInfo uri) {
        Correction correction = CorrectionQuery.of(headers, body, uri);
        return act(id, number -> executions.restart(number, correction), headers);
    }

    @POST
    @Path("executions/{id}/stop")
    @Operation(
            operationId = "stopExecution",
            summary = "Ends the work of an execution; it can be restarted")
    @APIResponseSchema(value = ExecutionView.class, responseCode = "202")
    public Response stop(@PathParam("id") String id, @Context HttpHeaders headers) {
        return act(id, executions::stop, headers);
    }

    @POST
    @Path("executions/{id}/abandon")
    @Operation(
            operationId = "abandonExecution",
            summary = "Marks an execution as abandoned; it cannot be restarted")
    @APIResponseSchema(value = ExecutionView.class, responseCode = "202")
    public Response abandon(@PathParam("id") String id, @Context HttpHeaders headers) {
        return act(id, executions::abandon, headers);
    }

    @DELETE
    @Path("executions/{id}")
    @Operation(
            operationId = "purgeExecution",
            summary = "Deletes an execution that has ended, with its arrays, logs and outputs")
    @APIResponse(responseCode = "204", description = "Deleted")
    public void purge(@PathParam("id") String id) {
        purge.purge(IndexesParameter.number(id));
    }

    private ExecutionFilter filter(
            @Nullable String state, @Nullable String definition, @Nullable String since) {
        String known = QueryNames.oneOf("state", state, STATES);
        return new ExecutionFilter(
                known == null ? null : ExecutionState.valueOf(known),
                definition,
                since == null
                        ? Instant.EPOCH
                        : clock.instant().minus(Durations.parse("since", since)));
    }

    private Response act(String id, LongConsumer verb, HttpHeaders headers) {
        long number = IndexesParameter.number(id);
        verb.accept(number);
        return answer(Response.accepted(), executions.view(number), headers);
    }

    private Response answer(
            Response.ResponseBuilder answer, ExecutionView execution, HttpHeaders headers) {
        return Responses.hints(
                        Responses.in(answer, headers, execution, () -> ExecutionText.of(execution)),
                        execution.exitCode(),
                        execution.next())
                .header(Responses.AS_OF, clock.instant())
                .build();
    }
}
