package io.jobarrays.server.api.openapi;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Schema of the body of calls that name a receiver of notifications. */
@Schema(description = "A receiver of notifications. No body: the one in the server's settings.")
public record ReceiverRequest(
        @Schema(
                        name = "notify",
                        description = "URL of the receiver.",
                        examples = "https://example.org/hooks/spawn")
                @Nullable String notifyUrl,
        @Schema(
                        description = "Body of the notifications; json when absent.",
                        enumeration = {"json", "slack"})
                @Nullable String notifyFormat) {}
