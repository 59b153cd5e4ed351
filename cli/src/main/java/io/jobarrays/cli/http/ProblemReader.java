package io.jobarrays.cli.http;

import io.jobarrays.cli.base.Failure;
import io.jobarrays.cli.json.JsonValue;

/**
 * Converts error responses of the control plane to failures, with or without an RFC 9457 document.
 */
public final class ProblemReader {
    private ProblemReader() {}

    static Failure of(String tried, int status, String body) {
        return of(document(body), "%s was answered with %d".formatted(tried, status), status);
    }

    /** Failure from a problem document that was not an HTTP response. */
    public static Failure of(JsonValue document) {
        return of(document, "it was refused", document.number("status").orElse(0));
    }

    private static Failure of(JsonValue document, String otherwise, int status) {
        String sentence =
                document.text("detail").or(() -> document.text("title")).orElse(otherwise);
        int exitCode = document.number("exit_code").orElseGet(() -> exitCodeOf(status));
        if (!(document instanceof JsonValue.Obj object)) {
            return Failure.fromServer(exitCode, sentence, problem(status, sentence, exitCode));
        }
        return Failure.fromServer(exitCode, sentence, object);
    }

    private static JsonValue.Obj problem(int status, String sentence, int exitCode) {
        return new JsonValue.Obj()
                .with("type", "about:blank")
                .with("title", "Answered with " + status)
                .with("status", new JsonValue.Num("" + status))
                .with("detail", sentence)
                .with("code", "SPAWN-ANSWER")
                .with("exit_code", new JsonValue.Num("" + exitCode));
    }

    private static JsonValue document(String body) {
        try {
            return JsonValue.parse(body);
        } catch (IllegalArgumentException other) {
            return JsonValue.Literal.NULL;
        }
    }

    private static int exitCodeOf(int status) {
        return switch (status) {
            case 400, 413, 422 -> 2;
            case 401, 403 -> 7;
            case 404 -> 8;
            default -> 1;
        };
    }
}
