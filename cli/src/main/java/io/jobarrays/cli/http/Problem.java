package io.jobarrays.cli.http;

import io.jobarrays.cli.Failure;

/** Makes the failure of an answer that is no success, RFC 9457 document or not. */
final class Problem {
    private Problem() {}

    static Failure of(String tried, int status, String body) {
        Json document = document(body);
        String sentence =
                document.text("detail")
                        .or(() -> document.text("title"))
                        .orElse("%s was answered with %d".formatted(tried, status));
        int exitCode = document.number("exit_code").orElseGet(() -> exitCodeOf(status));
        if (!(document instanceof Json.Obj object)) {
            return Failure.answered(exitCode, sentence, made(status, sentence, exitCode));
        }
        return Failure.answered(exitCode, sentence, object);
    }

    private static Json.Obj made(int status, String sentence, int exitCode) {
        return new Json.Obj()
                .with("type", "about:blank")
                .with("title", "Answered with " + status)
                .with("status", new Json.Num("" + status))
                .with("detail", sentence)
                .with("code", "SPAWN-ANSWER")
                .with("exit_code", new Json.Num("" + exitCode));
    }

    private static Json document(String body) {
        try {
            return Json.parse(body);
        } catch (IllegalArgumentException other) {
            return Json.Word.NULL;
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
