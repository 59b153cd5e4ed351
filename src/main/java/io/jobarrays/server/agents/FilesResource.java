package io.jobarrays.server.agents;

import io.jobarrays.server.files.Bundles;
import io.jobarrays.server.files.Outputs;
import io.jobarrays.server.instances.AgentArchive;
import io.jobarrays.server.instances.Instances;
import io.jobarrays.server.instances.Place;
import io.jobarrays.server.problems.NotFound;
import io.jobarrays.server.problems.Refused;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.File;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** What members fetch before their work and bring after it. */
@Path("/agents")
@RunOnVirtualThread
public class FilesResource {
    private static final String GZIP = "application/gzip";

    private final Tokens tokens;
    private final Instances instances;
    private final MemberFiles files;
    private final Bundles bundles;
    private final Outputs outputs;
    private final AgentArchive archive;

    FilesResource(
            Tokens tokens,
            Instances instances,
            MemberFiles files,
            Bundles bundles,
            Outputs outputs,
            AgentArchive archive) {
        this.tokens = tokens;
        this.instances = instances;
        this.files = files;
        this.bundles = bundles;
        this.outputs = outputs;
        this.archive = archive;
    }

    @GET
    @Path("/archive/{sha256}")
    @Produces(GZIP)
    public File archive(
            @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization,
            @PathParam("sha256") String sha256) {
        if (Tokens.bearer(authorization).filter(instances::liveNonce).isEmpty()) {
            throw new Refused(401, "SPAWN-AGENT-TOKEN", "no launch that goes on has this nonce");
        }
        return archive.path()
                .filter(path -> archive.sha256().equals(sha256))
                .orElseThrow(() -> new NotFound("there is no agent with SHA-256 " + sha256))
                .toFile();
    }

    @GET
    @Path("/bundle")
    @Produces(GZIP)
    public File bundle(@HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization) {
        Place place = tokens.need(authorization);
        return files.bundle(place.arrayId())
                .flatMap(bundles::find)
                .orElseThrow(() -> new NotFound("array %s has no files".formatted(place.arrayId())))
                .toFile();
    }

    @GET
    @Path("/inputs/{stage}/{index}")
    @Produces(GZIP)
    public File input(
            @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization,
            @PathParam("stage") String stage,
            @PathParam("index") int index) {
        Place place = tokens.need(authorization);
        return files.inputArray(place.arrayId(), stage)
                .flatMap(source -> outputs.open(source, index))
                .orElseThrow(
                        () ->
                                new NotFound(
                                        "%s[%d] left no outputs for array %s"
                                                .formatted(stage, index, place.arrayId())))
                .toFile();
    }

    @PUT
    @Path("/outputs")
    @Consumes(GZIP)
    public Response collected(
            @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization,
            @HeaderParam("X-Content-SHA256") @Nullable String sha256,
            @HeaderParam("X-Attempt") @Nullable Integer attempt,
            InputStream body) {
        Place place = tokens.need(authorization);
        if (sha256 == null) {
            throw new Refused(422, "SPAWN-NO-HASH", "outputs need the header X-Content-SHA256");
        }
        outputs.put(
                place.arrayId(),
                place.index(),
                attempt == null ? place.attempt() : attempt,
                sha256,
                body);
        return Response.status(Response.Status.CREATED).build();
    }
}
