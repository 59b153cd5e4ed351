package io.jobarrays.server.agents.transfer;

import io.jobarrays.server.agents.attempt.AttemptFence;
import io.jobarrays.server.agents.identity.AgentAuthentication;
import io.jobarrays.server.agents.transfer.AttemptUploads.Upload;
import io.jobarrays.server.files.archives.CheckpointStore;
import io.jobarrays.server.files.archives.UploadContent;
import io.jobarrays.server.instances.rows.Assignment;
import io.jobarrays.server.problems.NotFound;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Checkpoints of members: resumable uploads, and the newest one for a later attempt. */
@Path("/agents/checkpoint")
@RunOnVirtualThread
@Tag(name = "agents")
@Extension(name = "x-smallrye-profile-agents", value = "")
public class MemberCheckpointResource {
    private final AgentAuthentication authentication;
    private final AttemptFence fence;
    private final AttemptUploads uploads;
    private final CheckpointStore checkpoints;

    MemberCheckpointResource(
            AgentAuthentication authentication,
            AttemptFence fence,
            AttemptUploads uploads,
            CheckpointStore checkpoints) {
        this.authentication = authentication;
        this.fence = fence;
        this.uploads = uploads;
        this.checkpoints = checkpoints;
    }

    @GET
    @Produces("application/gzip")
    @Operation(
            operationId = "getMemberCheckpoint",
            summary = "Returns the newest checkpoint of the index as tar.gz")
    public File newest(@Context HttpServerRequest request) {
        Assignment assignment = authentication.require(request);
        return checkpoints
                .open(assignment.arrayId(), assignment.index())
                .orElseThrow(
                        () ->
                                new NotFound(
                                        "%s[%d] has no checkpoint"
                                                .formatted(
                                                        assignment.arrayId(), assignment.index())))
                .toFile();
    }

    @HEAD
    @Operation(
            operationId = "getCheckpointOffset",
            summary = "Returns the bytes of a checkpoint received so far")
    @APIResponse(responseCode = "200", description = "Upload-Offset holds the bytes")
    public Response offset(
            @Context HttpServerRequest request,
            @QueryParam("sha256") @Nullable String sha256,
            @QueryParam("attempt") @Nullable String attempt) {
        return uploads.offset(
                new Upload(
                        authentication.require(request),
                        sha256,
                        attempt,
                        UploadContent.CHECKPOINT));
    }

    @PATCH
    @Operation(
            operationId = "appendCheckpoint",
            summary = "Appends bytes to the upload of a checkpoint")
    @APIResponse(responseCode = "201", description = "It has replaced the one before")
    @APIResponse(responseCode = "204", description = "Appended; more bytes are expected")
    @APIResponse(responseCode = "409", description = "Upload-Offset is the one to continue from")
    public Response add(
            @Context HttpServerRequest request,
            @QueryParam("sha256") @Nullable String sha256,
            @QueryParam("attempt") @Nullable String attempt,
            @HeaderParam(AttemptUploads.OFFSET) @Nullable String offset,
            @HeaderParam(AttemptUploads.LENGTH) @Nullable String length,
            InputStream body)
            throws IOException {
        Assignment assignment = authentication.require(request);
        return uploads.add(
                new Upload(assignment, sha256, attempt, UploadContent.CHECKPOINT),
                offset,
                length,
                fence.outputRules(assignment).checkpointLimit(),
                body);
    }
}
