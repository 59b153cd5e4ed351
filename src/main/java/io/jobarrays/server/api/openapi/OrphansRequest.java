package io.jobarrays.server.api.openapi;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Schema of the body of the termination of orphans. */
@Schema(description = "Orphans to terminate. No body: all of them.")
public record OrphansRequest(
        @Schema(
                        description = "Ids of the instances; absent for all.",
                        examples = "[\"i-0abc1234def567890\"]")
                @Nullable List<String> instanceIds) {}
