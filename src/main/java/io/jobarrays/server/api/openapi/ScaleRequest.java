package io.jobarrays.server.api.openapi;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Schema of the body of {@code scale}. */
public record ScaleRequest(
        @Schema(
                        description = "Members of the array afterwards.",
                        minimum = "1",
                        maximum = "10000",
                        examples = "12")
                int size) {}
