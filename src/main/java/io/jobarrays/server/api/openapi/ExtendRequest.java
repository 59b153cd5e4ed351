package io.jobarrays.server.api.openapi;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Schema of the body of {@code extend}. */
public record ExtendRequest(
        @Schema(description = "Duration added to the deadline.", examples = "2h") String duration,
        @Schema(description = IndexesRequest.INDEXES, examples = "3,17,40-63")
                @Nullable String indexes) {}
