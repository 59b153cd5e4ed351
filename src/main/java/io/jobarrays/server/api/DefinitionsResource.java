package io.jobarrays.server.api;

import io.jobarrays.server.api.read.BodyReader;
import io.jobarrays.server.api.read.IndexesParameter;
import io.jobarrays.server.api.read.QueryNames;
import io.jobarrays.server.batch.Definitions;
import io.jobarrays.server.batch.StoredDefinition;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Job XML kept by name; each change is a version, and versions never change. */
@Path("/api/v1")
@Tag(name = "definitions")
@RunOnVirtualThread
public class DefinitionsResource {
    private final Definitions definitions;

    DefinitionsResource(Definitions definitions) {
        this.definitions = definitions;
    }

    @PUT
    @Path("definitions/{name}")
    @Consumes({MediaType.APPLICATION_XML, MediaType.TEXT_XML})
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Stores job XML under its job's id",
            description =
                    "201 for a new version, 200 when the newest is the same; dryRun=true checks,"
                            + " shows the expanded form and stores nothing.")
    public Response put(
            @PathParam("name") String name,
            @QueryParam("dryRun") @Nullable String dryRun,
            InputStream in,
            @Context UriInfo uri) {
        byte[] xml = BodyReader.read(in, "job XML");
        QueryNames.only(uri, "dryRun");
        boolean dry = QueryNames.flag("dryRun", dryRun);
        StoredDefinition stored = definitions.put(name, xml, dry);
        return Response.status(stored.created() && !dry ? 201 : 200)
                .location(
                        URI.create(
                                "/api/v1/definitions/%s?version=%d"
                                        .formatted(name, stored.version())))
                .tag(tag(stored.version()))
                .entity(stored)
                .build();
    }

    @GET
    @Path("definitions/{name}")
    @Produces(MediaType.APPLICATION_XML)
    @Operation(
            summary = "The job XML as it was stored, or expanded into five steps a stage",
            description = "The newest version, or the one of version=.")
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

    @GET
    @Path("definitions/{name}/graph")
    @Produces(Responses.TEXT)
    @Operation(summary = "The roads between its stages, one a line")
    public String graph(
            @PathParam("name") String name,
            @QueryParam("version") @Nullable String version,
            @Context UriInfo uri) {
        QueryNames.only(uri, "version");
        return definitions.graph(name, version(name, version));
    }

    private int version(String name, @Nullable String version) {
        return version == null ? definitions.version(name) : (int) IndexesParameter.number(version);
    }

    private static EntityTag tag(int version) {
        return new EntityTag("v" + version);
    }
}
