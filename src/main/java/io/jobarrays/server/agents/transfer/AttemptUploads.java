package io.jobarrays.server.agents.transfer;

import io.jobarrays.contract.Refusal;
import io.jobarrays.server.agents.attempt.AttemptFence;
import io.jobarrays.server.agents.attempt.CurrentAttempt;
import io.jobarrays.server.files.archives.ResumableUploads;
import io.jobarrays.server.files.archives.ResumableUploads.Progress;
import io.jobarrays.server.files.archives.UploadContent;
import io.jobarrays.server.instances.rows.Assignment;
import io.jobarrays.server.problems.NotFound;
import io.jobarrays.server.problems.Refused;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Answers to resumable uploads of the current attempt of a member. */
@ApplicationScoped
class AttemptUploads {
    static final String OFFSET = "Upload-Offset";
    static final String LENGTH = "Upload-Length";

    private final AttemptFence fence;
    private final ResumableUploads uploads;

    AttemptUploads(AttemptFence fence, ResumableUploads uploads) {
        this.fence = fence;
        this.uploads = uploads;
    }

    /** Upload of an agent, as its query names it. */
    record Upload(
            Assignment assignment,
            @Nullable String sha256,
            @Nullable String attempt,
            UploadContent content) {}

    Response offset(Upload upload) {
        long offset =
                uploads.offset(name(upload))
                        .orElseThrow(
                                () -> new NotFound("no bytes of this upload were received yet"));
        return answer(200, offset);
    }

    /**
     * @param most most bytes of the files in it, before compression
     */
    Response add(
            Upload upload,
            @Nullable String offset,
            @Nullable String length,
            long most,
            InputStream body)
            throws IOException {
        Progress progress =
                uploads.add(
                        name(upload), number(OFFSET, offset), number(LENGTH, length), most, body);
        return switch (progress) {
            case Progress.Taken(long next) -> answer(204, next);
            case Progress.Complete(long all) -> answer(201, all);
            case Progress.Elsewhere(long next) -> answer(409, next);
        };
    }

    /** Refuses uploads of an attempt that is not the current one. */
    private ResumableUploads.Name name(Upload upload) {
        Assignment assignment = upload.assignment();
        int requested = (int) number("attempt", upload.attempt());
        int current = fence.currentAttempt(assignment).map(CurrentAttempt::attempt).orElse(-1);
        if (requested != current) {
            throw new Refused(
                    422,
                    "SPAWN-OTHER-ATTEMPT",
                    "%s[%d] is on attempt %d; files of attempt %d are no longer accepted"
                            .formatted(
                                    assignment.arrayId(), assignment.index(), current, requested));
        }
        if (upload.sha256() == null) {
            throw new Refusal("sha256: missing; send the SHA-256 of the whole archive");
        }
        return new ResumableUploads.Name(
                assignment.arrayId(),
                assignment.index(),
                requested,
                upload.sha256(),
                upload.content());
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
