package io.jobarrays.server.web;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Problem document of RFC 9457.
 *
 * @param detail one sentence: what was attempted, on what, why it failed, what to do
 * @param code stable for programs, {@code SPAWN-…}
 * @param errors findings in job XML or JSON; else empty
 * @param exitCode exit code of the CLI
 * @param retryAfter when the same call may succeed; zero: not without a change
 */
public record Problem(
        int status,
        String code,
        String detail,
        List<Finding> errors,
        int exitCode,
        Duration retryAfter) {
    public static final String MEDIA_TYPE = "application/problem+json";

    private static final Map<Integer, String> TITLES =
            Map.ofEntries(
                    Map.entry(400, "Malformed request"),
                    Map.entry(401, "Not allowed"),
                    Map.entry(403, "Not allowed"),
                    Map.entry(404, "Not found"),
                    Map.entry(405, "Method not allowed"),
                    Map.entry(406, "Not acceptable"),
                    Map.entry(409, "Wrong state"),
                    Map.entry(412, "Precondition failed"),
                    Map.entry(413, "Too large"),
                    Map.entry(415, "Unsupported media type"),
                    Map.entry(422, "Refused"),
                    Map.entry(429, "Too many requests"),
                    Map.entry(500, "Internal error"),
                    Map.entry(502, "The cloud failed"),
                    Map.entry(503, "Not available now"));

    /** One finding, at the line and column (from 1) where it begins. */
    public record Finding(int line, int column, String message) {}

    public static Problem of(int status, String code, String detail) {
        return new Problem(status, code, detail, List.of(), exitCode(status), Duration.ZERO);
    }

    Problem withErrors(List<Finding> found) {
        return new Problem(status, code, detail, found, exitCode, retryAfter);
    }

    Problem withExitCode(int changed) {
        return new Problem(status, code, detail, errors, changed, retryAfter);
    }

    Problem withRetryAfter(Duration wait) {
        return new Problem(status, code, detail, errors, exitCode, wait);
    }

    public String json() {
        JsonObject json =
                new JsonObject()
                        .put("type", "about:blank")
                        .put("title", TITLES.getOrDefault(status, "Failed"))
                        .put("status", status)
                        .put("detail", detail)
                        .put("code", code);
        if (!errors.isEmpty()) {
            json.put("errors", new JsonArray(errors.stream().map(Problem::json).toList()));
        }
        return json.put("exit_code", exitCode).encode();
    }

    private static JsonObject json(Finding finding) {
        return new JsonObject()
                .put("line", finding.line())
                .put("column", finding.column())
                .put("message", finding.message());
    }

    private static int exitCode(int status) {
        return switch (status) {
            case 400, 413, 414, 422 -> 2;
            case 401, 403 -> 7;
            case 404 -> 8;
            case 429 -> 6;
            default -> 1;
        };
    }
}
