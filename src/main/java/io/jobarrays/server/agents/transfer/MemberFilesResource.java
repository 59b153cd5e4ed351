package io.jobarrays.server.agents.transfer;

import io.jobarrays.server.agents.identity.AgentAuthentication;
import io.jobarrays.server.agents.identity.AgentCredentials;
import io.jobarrays.server.files.archives.BundleStore;
import io.jobarrays.server.files.archives.OutputStore;
import io.jobarrays.server.instances.launch.AgentArchive;
import io.jobarrays.server.instances.rows.Assignment;
import io.jobarrays.server.instances.rows.InstanceRows;
import io.jobarrays.server.problems.NotFound;
import io.jobarrays.server.problems.Refused;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import java.io.File;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Files that members download before their work. */
@Path("/agents")
@RunOnVirtualThread
@Tag(name = "agents")
@Extension(name = "x-smallrye-profile-agents", value = "")
public class MemberFilesResource {
    private static final String GZIP = "application/gzip";

    private final AgentAuthentication authentication;
    private final InstanceRows instances;
    private final MemberFileRows files;
    private final BundleStore bundles;
    private final OutputStore outputs;
    private final AgentArchive archive;

    MemberFilesResource(
            AgentAuthentication authentication,
            InstanceRows instances,
            MemberFileRows files,
            BundleStore bundles,
            OutputStore outputs,
            AgentArchive archive) {
        this.authentication = authentication;
        this.instances = instances;
        this.files = files;
        this.bundles = bundles;
        this.outputs = outputs;
        this.archive = archive;
    }

    @GET
    @Path("/archive/{sha256}")
    @Produces(GZIP)
    @Operation(operationId = "getAgentArchive", summary = "Returns the agent's archive as tar.gz")
    public File archive(@Context HttpServerRequest request, @PathParam("sha256") String sha256) {
        if (!hasLiveNonce(request)) {
            throw new Refused(
                    401, "SPAWN-AGENT-TOKEN", "no live instance or open launch has this nonce");
        }
        return archive.path()
                .filter(path -> archive.sha256().equals(sha256))
                .orElseThrow(() -> new NotFound("there is no agent with SHA-256 " + sha256))
                .toFile();
    }

    private boolean hasLiveNonce(HttpServerRequest request) {
        Optional<String> nonce =
                AgentCredentials.bearer(request.getHeader(HttpHeaders.AUTHORIZATION));
        nonce.ifPresent(it -> authentication.admitNonce(request, it));
        return nonce.filter(instances::isLiveNonce).isPresent();
    }

    @GET
    @Path("/bundle")
    @Produces(GZIP)
    @Operation(
            operationId = "getMemberBundle",
            summary = "Returns the files of the array as tar.gz")
    public File bundle(@Context HttpServerRequest request) {
        Assignment assignment = authentication.require(request);
        return files.bundle(assignment.arrayId())
                .flatMap(bundles::find)
                .orElseThrow(
                        () -> new NotFound("array %s has no files".formatted(assignment.arrayId())))
                .toFile();
    }

    @GET
    @Path("/inputs/{stage}/{index}")
    @Produces(GZIP)
    @Operation(
            operationId = "getMemberInput",
            summary = "Returns the outputs of one index of an earlier stage as tar.gz")
    public File input(
            @Context HttpServerRequest request,
            @PathParam("stage") String stage,
            @PathParam("index") int index) {
        Assignment assignment = authentication.require(request);
        return files.inputArray(assignment.arrayId(), stage)
                .flatMap(source -> outputs.open(source, index))
                .orElseThrow(
                        () ->
                                new NotFound(
                                        "%s[%d] has no outputs for array %s"
                                                .formatted(stage, index, assignment.arrayId())))
                .toFile();
    }
}
