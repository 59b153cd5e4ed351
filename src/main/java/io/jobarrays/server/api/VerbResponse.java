package io.jobarrays.server.api;

import io.jobarrays.server.api.text.ResultsText;
import io.jobarrays.server.arrays.verbs.MemberResult;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.List;

/** What a verb did, one result per member, with the exit code of the CLI. */
final class VerbResponse {
    private static final int PARTIAL = 4;

    private VerbResponse() {}

    static Response of(List<MemberResult> results, HttpHeaders headers) {
        long failed = results.stream().filter(result -> !result.ok()).count();
        int exitCode = failed == 0 ? 0 : failed == results.size() ? 1 : PARTIAL;
        return Responses.hints(
                        Responses.ok(headers, results, () -> ResultsText.of(results)),
                        exitCode,
                        List.of("spawn list"))
                .build();
    }
}
