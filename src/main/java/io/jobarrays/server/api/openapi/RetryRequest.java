package io.jobarrays.server.api.openapi;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Schema of the body of {@code retry}. */
public record RetryRequest(
        @Schema(description = "Must be true: only failed indexes are retried.", examples = "true")
                boolean failed,
        @Schema(description = IndexesRequest.INDEXES, examples = "3,17,40-63")
                @Nullable String indexes) {}
