package io.jobarrays.server.api.answer;

import io.jobarrays.server.api.text.ResultsText;
import io.jobarrays.server.arrays.verbs.MemberResult;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.List;

/** Answer to a verb: one result per member, with the exit code of the CLI. */
public final class VerbResponse {
    private static final int PARTIAL_EXIT_CODE = 4;

    private VerbResponse() {}

    public static Response of(List<MemberResult> results, HttpHeaders headers) {
        long failed = results.stream().filter(result -> !result.ok()).count();
        return Responses.hints(
                        Responses.ok(headers, results, () -> text(results, headers)),
                        exitCode(failed, results.size()),
                        List.of("spawn list"))
                .build();
    }

    public static int exitCode(long failed, int all) {
        return failed == 0 ? 0 : failed == all ? 1 : PARTIAL_EXIT_CODE;
    }

    /** A row per member for {@code Accept: text/plain;wide=true}. */
    private static String text(List<MemberResult> results, HttpHeaders headers) {
        return Responses.isWide(headers) ? ResultsText.wide(results) : ResultsText.of(results);
    }
}
