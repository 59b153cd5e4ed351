package io.jobarrays.server.api.openapi;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Schema of the body of a verb on an array or on some of its members. */
@Schema(description = "Members to act on. No body: all of them.")
public record IndexesRequest(
        @Schema(description = INDEXES, examples = "3,17,40-63") @Nullable String indexes) {
    static final String INDEXES = "Indexes as ranges; absent for all.";
}
