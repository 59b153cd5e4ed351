package io.jobarrays.server.agents.transfer;

import io.jobarrays.contract.Refusal;
import io.jobarrays.server.agents.attempt.AttemptFence;
import io.jobarrays.server.agents.attempt.CurrentAttempt;
import io.jobarrays.server.agents.identity.AgentAuthentication;
import io.jobarrays.server.files.archives.ResumableUploads;
import io.jobarrays.server.files.archives.ResumableUploads.Progress;
import io.jobarrays.server.instances.rows.Assignment;
import io.jobarrays.server.problems.NotFound;
import io.jobarrays.server.problems.Refused;
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
    private static final String OFFSET = "Upload-Offset";

    private final AgentAuthentication authentication;
    private final AttemptFence fence;
    private final ResumableUploads uploads;

    MemberOutputsResource(
            AgentAuthentication authentication, AttemptFence fence, ResumableUploads uploads) {
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
        ResumableUploads.Name name = name(authentication.require(request), sha256, attempt);
        long offset =
                uploads.offset(name)
                        .orElseThrow(
                                () -> new NotFound("no bytes of this upload were received yet"));
        return answer(200, offset);
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
            @HeaderParam(OFFSET) @Nullable String offset,
            @HeaderParam("Upload-Length") @Nullable String length,
            InputStream body)
            throws IOException {
        Assignment assignment = authentication.require(request);
        Progress progress =
                uploads.add(
                        name(assignment, sha256, attempt),
                        number(OFFSET, offset),
                        number("Upload-Length", length),
                        fence.outputRules(assignment).limit(),
                        body);
        return switch (progress) {
            case Progress.Taken(long next) -> answer(204, next);
            case Progress.Complete(long all) -> answer(201, all);
            case Progress.Elsewhere(long next) -> answer(409, next);
        };
    }

    /** Refuses uploads of an attempt that is not the current one. */
    private ResumableUploads.Name name(
            Assignment assignment, @Nullable String sha256, @Nullable String attempt) {
        int requested = (int) number("attempt", attempt);
        int current = fence.currentAttempt(assignment).map(CurrentAttempt::attempt).orElse(-1);
        if (requested != current) {
            throw new Refused(
                    422,
                    "SPAWN-OTHER-ATTEMPT",
                    "%s[%d] is on attempt %d; outputs of attempt %d are no longer accepted"
                            .formatted(
                                    assignment.arrayId(), assignment.index(), current, requested));
        }
        if (sha256 == null) {
            throw new Refusal("sha256: missing; send the SHA-256 of the whole archive");
        }
        return new ResumableUploads.Name(
                assignment.arrayId(),
                assignment.index(),
                requested,
                sha256,
                fence.outputRules(assignment).place());
    }

    private static Response answer(int status, long offset) {
        return Response.status(status).header(OFFSET, offset).build();
    }

    private static long number(String name, @Nullable String text) {
        if (text == null || !text.matches("\\d{1,15}")) {
            throw new Refusal("%s: \"%s\" is not a whole number".formatted(name, text));
        }
        return Long.parseLong(text);
    }
}
