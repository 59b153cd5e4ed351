package io.jobarrays.server.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jobarrays.server.api.read.BodyReader;
import io.jobarrays.server.api.read.JsonBody;
import io.jobarrays.server.api.read.QueryNames;
import io.jobarrays.server.api.read.StartJson;
import io.jobarrays.server.api.read.SubmitQuery;
import io.jobarrays.server.api.text.ExecutionText;
import io.jobarrays.server.api.view.WithWarnings;
import io.jobarrays.server.batch.Executions;
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
import jakarta.ws.rs.core.Response.ResponseBuilder;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.InputStream;
import java.net.URI;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Doors in for pipelines: job XML, or a definition by name. */
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
    @Operation(
            summary = "Submits job XML and runs it",
            description =
                    "Parameters as param.NAME=value, an uploaded bundle as files={sha256};"
                            + " dryRun=true checks and starts nothing.")
    public Response submit(InputStream in, @Context HttpHeaders headers, @Context UriInfo uri) {
        byte[] xml = BodyReader.read(in, "job XML");
        SubmitQuery query = SubmitQuery.of(uri);
        if (query.dryRun()) {
            ValidatedSubmission checked = executions.check(xml, query.parameters(), query.files());
            return Responses.warn(
                            Responses.ok(headers, checked, checked::graph), checked.warnings())
                    .build();
        }
        return created(executions.submit(xml, query.parameters(), query.files()), headers);
    }

    @POST
    @Path("executions")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Runs a stored definition",
            description = "{\"definition\", \"version\", \"parameters\", \"files\"}")
    public Response start(InputStream in, @Context HttpHeaders headers, @Context UriInfo uri) {
        QueryNames.only(uri);
        byte[] body = BodyReader.read(in, "a JSON body");
        return started(JsonBody.parse(body), headers);
    }

    private Response started(ObjectNode body, HttpHeaders headers) {
        StartJson start = StartJson.of(body);
        return created(
                executions.start(
                        start.definition(), start.version(), start.parameters(), start.files()),
                headers);
    }

    private Response created(ExecutionView execution, HttpHeaders headers) {
        URI location = URI.create("/api/v1/executions/" + execution.id());
        List<String> warnings = executions.warnings(execution.id());
        ResponseBuilder answer =
                Responses.in(
                        Response.created(location),
                        headers,
                        new WithWarnings<>(execution, warnings),
                        () -> ExecutionText.of(execution));
        return Responses.warn(answer, warnings).build();
    }
}
