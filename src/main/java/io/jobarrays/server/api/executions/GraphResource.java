package io.jobarrays.server.api.executions;

import io.jobarrays.server.api.answer.GraphAnswer;
import io.jobarrays.server.api.graph.GraphFormat;
import io.jobarrays.server.api.read.IndexesParameter;
import io.jobarrays.server.api.read.QueryNames;
import io.jobarrays.server.batch.Definitions;
import io.jobarrays.server.batch.JobGraphs;
import io.jobarrays.server.batch.jobxml.graph.JobGraph;
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
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Graphs of definitions and executions: as text, JSON, DOT, Mermaid and SVG. */
@Path("/api/v1")
@RunOnVirtualThread
@Produces({
    MediaType.TEXT_PLAIN,
    MediaType.APPLICATION_JSON,
    GraphFormat.DOT_TYPE,
    GraphFormat.MERMAID_TYPE,
    GraphFormat.SVG_TYPE
})
public class GraphResource {
    private final Definitions definitions;
    private final JobGraphs graphs;

    GraphResource(Definitions definitions, JobGraphs graphs) {
        this.definitions = definitions;
        this.graphs = graphs;
    }

    @GET
    @Path("definitions/{name}/graph")
    @Tag(name = "definitions")
    @Operation(
            operationId = "getDefinitionGraph",
            summary = "Returns the stages and the edges between them",
            description =
                    "As JSON, DOT, Mermaid or SVG; as text the transitions, one a line. format wins"
                            + " over Accept.")
    @APIResponseSchema(
            value = JobGraph.class,
            responseDescription = "The graph; the ETag is the version")
    public Response ofDefinition(
            @PathParam("name") String name,
            @QueryParam("version") @Nullable String version,
            @QueryParam("format") @Nullable String format,
            @Context HttpHeaders headers,
            @Context UriInfo uri) {
        QueryNames.only(uri, "version", "format");
        int number =
                version == null
                        ? definitions.version(name)
                        : (int) IndexesParameter.number(version);
        return GraphAnswer.of(
                        format,
                        headers,
                        () -> graphs.ofDefinition(name, number),
                        () -> definitions.graph(name, number))
                .tag("v" + number)
                .build();
    }

    @GET
    @Path("executions/{id}/graph")
    @Tag(name = "executions")
    @Operation(
            operationId = "getExecutionGraph",
            summary = "Returns the stages with their states, and the edges between them",
            description =
                    "As JSON, DOT, Mermaid or SVG, with the indexes of each stage by state; as text"
                            + " the transitions, one a line. format wins over Accept.")
    @APIResponseSchema(value = JobGraph.class, responseDescription = "The graph")
    public Response ofExecution(
            @PathParam("id") String id,
            @QueryParam("format") @Nullable String format,
            @Context HttpHeaders headers,
            @Context UriInfo uri) {
        QueryNames.only(uri, "format");
        long number = IndexesParameter.number(id);
        return GraphAnswer.of(
                        format,
                        headers,
                        () -> graphs.ofExecution(number),
                        () -> graphs.linesOfExecution(number))
                .build();
    }
}
