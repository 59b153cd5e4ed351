package io.jobarrays.server.api.executions;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jobarrays.server.api.answer.Responses;
import io.jobarrays.server.api.openapi.StartRequest;
import io.jobarrays.server.api.read.BodyReader;
import io.jobarrays.server.api.read.JsonBody;
import io.jobarrays.server.api.read.NotifyFields;
import io.jobarrays.server.api.read.QueryNames;
import io.jobarrays.server.api.read.StartJson;
import io.jobarrays.server.api.read.SubmitQuery;
import io.jobarrays.server.api.text.ExecutionText;
import io.jobarrays.server.api.view.StartedExecution;
import io.jobarrays.server.batch.Executions;
import io.jobarrays.server.batch.SubmitOptions;
import io.jobarrays.server.batch.ValidatedSubmission;
import io.jobarrays.server.batch.view.ExecutionView;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.ResponseBuilder;
import jakarta.ws.rs.core.UriInfo;
import java.io.InputStream;
import java.net.URI;
import java.util.List;
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

/** Starts pipelines: job XML as submitted, or a stored definition by name. */
@Path("/api/v1")
@Tag(name = "executions")
@RunOnVirtualThread
@Produces({MediaType.APPLICATION_JSON, MediaType.TEXT_PLAIN})
public class SubmitResource {
    private final Executions executions;

    SubmitResource(Executions executions) {
        this.executions = executions;
    }

    @POST
    @Path("executions")
    @Consumes({MediaType.APPLICATION_XML, MediaType.TEXT_XML})
    @Operation(hidden = true)
    public Response submit(InputStream body, @Context HttpHeaders headers, @Context UriInfo uri) {
        byte[] xml = BodyReader.read(body, "job XML");
        SubmitQuery query = SubmitQuery.of(uri);
        if (query.dryRun()) {
            ValidatedSubmission checked =
                    executions.check(
                            xml, query.parameters(), query.files(), NotifyFields.of(headers));
            return Responses.warn(
                            Responses.ok(headers, checked, checked::graph), checked.warnings())
                    .build();
        }
        return created(
                executions.submit(
                        xml,
                        query.parameters(),
                        query.files(),
                        new SubmitOptions(query.after(), NotifyFields.of(headers))),
                headers);
    }

    @POST
    @Path("executions")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "startExecution",
            summary = "Runs a stored definition, or submits job XML and runs it",
            description =
                    "With JSON: runs a stored definition; the query is empty. With job XML: stores"
                            + " it and runs it; parameters are further query parameters"
                            + " param.NAME=value.")
    @RequestBody(
            required = true,
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema = @Schema(implementation = StartRequest.class)),
                @Content(
                        mediaType = MediaType.APPLICATION_XML,
                        schema = @Schema(type = SchemaType.STRING))
            })
    @Parameter(
            name = "files",
            in = ParameterIn.QUERY,
            description = "SHA-256 of an uploaded bundle; only with job XML.",
            schema = @Schema(type = SchemaType.STRING))
    @Parameter(
            name = "after",
            in = ParameterIn.QUERY,
            description =
                    "Id of an execution, or id or name of an array, after whose success it begins;"
                            + " with :any after any result. Only with job XML.",
            schema = @Schema(type = SchemaType.STRING))
    @Parameter(
            name = "dryRun",
            in = ParameterIn.QUERY,
            description =
                    "true: job XML is checked and nothing is started; the answer is a"
                            + " ValidatedSubmission.",
            schema = @Schema(type = SchemaType.BOOLEAN))
    @Parameter(
            name = NotifyFields.HEADER,
            in = ParameterIn.HEADER,
            description = "URL that is notified of the end of the execution; only with job XML.",
            schema = @Schema(type = SchemaType.STRING))
    @Parameter(
            name = NotifyFields.FORMAT_HEADER,
            in = ParameterIn.HEADER,
            description = "json, when absent, or slack; only with job XML.",
            schema = @Schema(type = SchemaType.STRING))
    @APIResponseSchema(
            value = StartedExecution.class,
            responseCode = "201",
            responseDescription = "Started; Location is the address of the execution")
    @APIResponse(
            responseCode = "200",
            description = "With dryRun=true: the expanded form and the graph",
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema = @Schema(implementation = ValidatedSubmission.class)),
                @Content(
                        mediaType = MediaType.TEXT_PLAIN,
                        schema = @Schema(type = SchemaType.STRING))
            })
    public Response start(InputStream body, @Context HttpHeaders headers, @Context UriInfo uri) {
        QueryNames.only(uri);
        return started(JsonBody.parse(BodyReader.read(body, "a JSON body")), headers);
    }

    private Response started(ObjectNode body, HttpHeaders headers) {
        StartJson start = StartJson.of(body);
        return created(
                executions.start(
                        start.definition(),
                        start.version(),
                        start.parameters(),
                        start.files(),
                        new SubmitOptions(start.after(), start.receiver())),
                headers);
    }

    private Response created(ExecutionView execution, HttpHeaders headers) {
        URI location = URI.create("/api/v1/executions/" + execution.id());
        List<String> warnings = executions.warnings(execution.id());
        ResponseBuilder answer =
                Responses.in(
                        Response.created(location),
                        headers,
                        new StartedExecution(execution, warnings),
                        () -> ExecutionText.of(execution));
        return Responses.warn(answer, warnings).build();
    }
}
