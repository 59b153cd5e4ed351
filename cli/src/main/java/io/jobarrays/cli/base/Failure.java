package io.jobarrays.cli.base;

import io.jobarrays.cli.json.JsonValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Failure of a command: error message for the user, exit code and stable problem code. */
public final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public static final int EXIT_FAILED = 1;
    public static final int EXIT_USAGE = 2;
    public static final int EXIT_NOT_FOUND = 8;
    public static final int EXIT_TIMED_OUT = 9;
    public static final int EXIT_INTERRUPTED = 130;

    private final int exitCode;
    private final String code;
    private final String sentence;
    private final transient @Nullable JsonValue document;

    private Failure(int exitCode, String code, String sentence, @Nullable JsonValue document) {
        super(sentence);
        this.exitCode = exitCode;
        this.code = code;
        this.sentence = sentence;
        this.document = document;
    }

    public static Failure of(String code, String sentence) {
        return new Failure(EXIT_FAILED, code, sentence, null);
    }

    /** Invalid command line. */
    public static Failure usage(String sentence) {
        return new Failure(EXIT_USAGE, "SPAWN-USAGE", sentence, null);
    }

    /** Nothing of that name. */
    public static Failure notFound(String sentence) {
        return new Failure(EXIT_NOT_FOUND, "SPAWN-NOT-FOUND", sentence, null);
    }

    /** Expected state not reached before the timeout; the operation continues. */
    public static Failure timedOut(String sentence) {
        return new Failure(EXIT_TIMED_OUT, "SPAWN-TIMED-OUT", sentence, null);
    }

    /** Failure from a problem document (RFC 9457) of the server. */
    public static Failure fromServer(int exitCode, String sentence, JsonValue document) {
        return new Failure(
                exitCode, document.text("code").orElse("SPAWN-ANSWER"), sentence, document);
    }

    public int exitCode() {
        return exitCode;
    }

    public String sentence() {
        return sentence;
    }

    /** Errors in a submitted document, each {@code line:column message}. */
    public List<String> findings() {
        return document == null
                ? List.of()
                : document.get("errors").items().stream().map(Failure::finding).toList();
    }

    /** Problem document for {@code -o json}: from the server, else built from this failure. */
    public JsonValue document() {
        return document != null
                ? document
                : new JsonValue.Obj()
                        .with("type", "about:blank")
                        .with("title", exitCode == EXIT_USAGE ? "Usage" : "Failed")
                        .with("detail", sentence)
                        .with("code", code)
                        .with("exit_code", new JsonValue.Num("" + exitCode));
    }

    private static String finding(JsonValue error) {
        String place =
                error.text("line").orElse("-") + ":" + error.text("column").orElse("-") + " ";
        return (place.startsWith("-") ? "" : place) + error.text("message").orElse("");
    }
}
