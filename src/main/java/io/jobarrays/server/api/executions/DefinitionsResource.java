package io.jobarrays.server.api.executions;

import io.jobarrays.contract.Refusal;
import io.jobarrays.server.api.answer.GraphAnswer;
import io.jobarrays.server.api.answer.JsonLines;
import io.jobarrays.server.api.answer.Responses;
import io.jobarrays.server.api.read.BodyReader;
import io.jobarrays.server.api.read.IndexesParameter;
import io.jobarrays.server.api.read.PageRequest;
import io.jobarrays.server.api.read.QueryNames;
import io.jobarrays.server.api.text.DefinitionsText;
import io.jobarrays.server.batch.Definitions;
import io.jobarrays.server.batch.StoredDefinition;
import io.jobarrays.server.batch.jobxml.ValidatedJob;
import io.jobarrays.server.batch.rows.ExpectedVersion;
import io.jobarrays.server.batch.view.DefinitionView;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.ResponseBuilder;
import jakarta.ws.rs.core.UriInfo;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Stored job XML by name; each change is a new version, and versions never change. */
@Path("/api/v1")
@Tag(name = "definitions")
@RunOnVirtualThread
public class DefinitionsResource {
    private final Definitions definitions;
    private final Clock clock;

    DefinitionsResource(Definitions definitions, Clock clock) {
        this.definitions = definitions;
        this.clock = clock;
    }

    @GET
    @Path("definitions")
    @Produces({MediaType.APPLICATION_JSON, MediaType.TEXT_PLAIN, JsonLines.TYPE})
    @Operation(
            operationId = "listDefinitions",
            summary = "Lists the stored definitions with their versions, newest version first")
    @APIResponseSchema(DefinitionView[].class)
    public Response list(
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor,
            @Context HttpHeaders headers,
            @Context UriInfo uri) {
        QueryNames.only(uri, "limit", "cursor");
        PageRequest page = PageRequest.of(limit, cursor);
        return Responses.page(
                        headers,
                        uri,
                        page,
                        after(page),
                        last -> last.version() + "-" + last.name(),
                        DefinitionsText::of)
                .header(Responses.AS_OF, clock.instant())
                .build();
    }

    @PUT
    @Path("definitions/{name}")
    @Consumes({MediaType.APPLICATION_XML, MediaType.TEXT_XML})
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "putDefinition",
            summary = "Stores job XML as a new version of its definition",
            description =
                    "dryRun=true checks the job XML, answers with the expanded form and stores"
                            + " nothing; with format=json, dot, mermaid, svg or text the answer is its"
                            + " graph. If-Match refuses with 412 when the newest version is not"
                            + " the one that was read.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_XML,
                            schema = @Schema(type = SchemaType.STRING)))
    @APIResponseSchema(
            value = StoredDefinition.class,
            responseCode = "201",
            responseDescription = "Stored as a new version, which is the ETag")
    @APIResponse(
            responseCode = "200",
            description = "Same as the newest version, or dryRun=true",
            content = @Content(schema = @Schema(implementation = StoredDefinition.class)))
    public Response put(
            @PathParam("name") String name,
            @QueryParam("dryRun") @Nullable String dryRun,
            @QueryParam("format") @Nullable String format,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            InputStream body,
            @Context HttpHeaders headers,
            @Context UriInfo uri) {
        byte[] xml = BodyReader.read(body, "job XML");
        QueryNames.only(uri, "dryRun", "format");
        boolean checkOnly = QueryNames.flag("dryRun", dryRun);
        if (format != null) {
            return draft(name, xml, checkOnly, format, headers);
        }
        StoredDefinition stored = definitions.put(name, xml, checkOnly, expected(ifMatch));
        ResponseBuilder answer =
                Response.status(stored.created() && !checkOnly ? 201 : 200)
                        .location(
                                URI.create(
                                        "/api/v1/definitions/%s?version=%d"
                                                .formatted(name, stored.version())))
                        .tag(tag(stored.version()))
                        .entity(stored);
        return Responses.warn(answer, Definitions.warnings(xml)).build();
    }

    private static Response draft(
            String name, byte[] xml, boolean checkOnly, String format, HttpHeaders headers) {
        if (!checkOnly) {
            throw new Refusal(
                    "format: is for dryRun=true; leave it out to store the job XML, then GET its graph");
        }
        ValidatedJob job = Definitions.checked(name, xml);
        ResponseBuilder answer = GraphAnswer.of(format, headers, job::jobGraph, job::graph);
        return Responses.warn(answer, Definitions.warnings(xml)).build();
    }

    @GET
    @Path("definitions/{name}")
    @Produces(MediaType.APPLICATION_XML)
    @Operation(
            operationId = "getDefinition",
            summary = "Returns job XML as it was stored, or with each stage as its five steps")
    @APIResponse(
            responseCode = "200",
            description = "Job XML; the ETag is its version",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_XML,
                            schema = @Schema(type = SchemaType.STRING)))
    public Response get(
            @PathParam("name") String name,
            @QueryParam("version") @Nullable String version,
            @QueryParam("expanded") @Nullable String expanded,
            @Context UriInfo uri) {
        QueryNames.only(uri, "version", "expanded");
        int number = version(name, version);
        byte[] xml =
                QueryNames.flag("expanded", expanded)
                        ? definitions.expanded(name, number).getBytes(StandardCharsets.UTF_8)
                        : definitions.xml(name, number);
        return Response.ok(xml).tag(tag(number)).build();
    }

    @DELETE
    @Path("definitions/{name}")
    @Operation(
            operationId = "deleteDefinition",
            summary = "Deletes all versions of a definition",
            description =
                    "Refused while an execution of it has not ended. Versions stay readable by"
                            + " their number for the executions that ran them, and their numbers"
                            + " are not given again.")
    @APIResponse(responseCode = "204", description = "Deleted")
    public void delete(
            @PathParam("name") String name,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            @Context UriInfo uri) {
        QueryNames.only(uri);
        definitions.delete(name, expected(ifMatch));
    }

    /** The key is the newest version and the name: a later version does not move it. */
    private List<DefinitionView> after(PageRequest page) {
        int limit = page.limit() + 1;
        if (page.after() == null) {
            return definitions.list(null, 0, limit);
        }
        String[] key = page.after().split("-", 2);
        return definitions.list(key[key.length - 1], (int) IndexesParameter.number(key[0]), limit);
    }

    private int version(String name, @Nullable String version) {
        return version == null ? definitions.version(name) : (int) IndexesParameter.number(version);
    }

    private static ExpectedVersion expected(@Nullable String ifMatch) {
        return ifMatch == null ? ExpectedVersion.NONE : ExpectedVersion.of(ifMatch);
    }

    private static EntityTag tag(int version) {
        return new EntityTag("v" + version);
    }
}
