package io.jobarrays.server.api;

import io.jobarrays.server.api.read.BodyReader;
import io.jobarrays.server.files.archives.BundleStore;
import io.jobarrays.server.problems.NotFound;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.InputStream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Bundles for launches and submissions: packed directories, by SHA-256. */
@Path("/api/v1")
@Tag(name = "files")
@RunOnVirtualThread
public class BundlesResource {
    private final BundleStore bundles;

    BundlesResource(BundleStore bundles) {
        this.bundles = bundles;
    }

    @PUT
    @Path("bundles/{sha256}")
    @Consumes({"application/gzip", "application/octet-stream", "*/*"})
    @Operation(operationId = "putBundle", summary = "Stores a tar.gz of at most 64 MiB")
    @RequestBody(
            content =
                    @Content(
                            mediaType = "application/gzip",
                            schema = @Schema(type = SchemaType.STRING, format = "binary")))
    @APIResponse(responseCode = "201", description = "Stored")
    @APIResponse(responseCode = "200", description = "Stored before; the body was not read")
    public Response put(
            @PathParam("sha256") String sha256, InputStream body, @Context UriInfo uri) {
        boolean created = BodyReader.stream(body, in -> bundles.put(sha256, in));
        return created ? Response.created(uri.getRequestUri()).build() : Response.ok().build();
    }

    @HEAD
    @Path("bundles/{sha256}")
    @Operation(operationId = "findBundle", summary = "Answers whether a bundle is stored")
    @APIResponse(responseCode = "200", description = "Stored")
    public Response head(@PathParam("sha256") String sha256) {
        if (!bundles.use(sha256)) {
            throw new NotFound("there is no bundle " + sha256);
        }
        return Response.ok().build();
    }
}
