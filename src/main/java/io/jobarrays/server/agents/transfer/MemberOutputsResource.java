package io.jobarrays.server.agents.transfer;

import io.jobarrays.server.agents.attempt.AttemptFence;
import io.jobarrays.server.agents.attempt.OutputRules;
import io.jobarrays.server.agents.identity.AgentAuthentication;
import io.jobarrays.server.agents.transfer.AttemptUploads.Upload;
import io.jobarrays.server.files.archives.UploadContent;
import io.jobarrays.server.instances.rows.Assignment;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/**
 * Resumable uploads of the files that members collected, or of the list of those they sent
 * elsewhere.
 */
@Path("/agents/outputs")
@RunOnVirtualThread
@Tag(name = "agents")
@Extension(name = "x-smallrye-profile-agents", value = "")
public class MemberOutputsResource {
    private final AgentAuthentication authentication;
    private final AttemptFence fence;
    private final AttemptUploads uploads;

    MemberOutputsResource(
            AgentAuthentication authentication, AttemptFence fence, AttemptUploads uploads) {
        this.authentication = authentication;
        this.fence = fence;
        this.uploads = uploads;
    }

    @HEAD
    @Operation(operationId = "getUploadOffset", summary = "Returns the bytes received so far")
    @APIResponse(responseCode = "200", description = "Upload-Offset holds the bytes")
    public Response offset(
            @Context HttpServerRequest request,
            @QueryParam("sha256") @Nullable String sha256,
            @QueryParam("attempt") @Nullable String attempt) {
        Assignment assignment = authentication.require(request);
        UploadContent content = content(fence.outputRules(assignment));
        return uploads.offset(new Upload(assignment, sha256, attempt, content));
    }

    @PATCH
    @Operation(operationId = "appendUpload", summary = "Appends bytes to an upload")
    @APIResponse(responseCode = "201", description = "The upload is complete")
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
        OutputRules rules = fence.outputRules(assignment);
        return uploads.add(
                new Upload(assignment, sha256, attempt, content(rules)),
                offset,
                length,
                rules.limit(),
                body);
    }

    private static UploadContent content(OutputRules rules) {
        return rules.place()
                .<UploadContent>map(UploadContent.OutputList::new)
                .orElse(UploadContent.OUTPUTS);
    }
}
