package io.jobarrays.server.api.openapi;

import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Schema of the JSON body of {@code POST /executions}. */
@Schema(description = "Runs a stored definition.")
public record StartRequest(
        @Schema(description = "Name of the definition.", examples = "preprocess-training")
                String definition,
        @Schema(description = "Absent: the newest.", minimum = "1") @Nullable Integer version,
        @Schema(examples = "{\"DATASET\": \"2026-01\"}") @Nullable Map<String, String> parameters,
        @Schema(description = "SHA-256 of an uploaded bundle.", pattern = "^[0-9a-f]{64}$")
                @Nullable String files,
        @Schema(
                        description =
                                "Id of an execution, or id or name of an array, after whose success it"
                                        + " begins; with :any after any result.")
                @Nullable String after,
        @Schema(
                        name = "notify",
                        description =
                                "URL that is notified of the end of the execution; as the job or the"
                                        + " settings say when absent.")
                @Nullable String notifyUrl,
        @Schema(
                        description = "Body of the notifications; json when absent.",
                        enumeration = {"json", "slack"})
                @Nullable String notifyFormat) {}
