package io.jobarrays.cli.watch;

import io.jobarrays.cli.http.ApiClient;
import io.jobarrays.cli.http.Response;
import io.jobarrays.cli.json.JsonValue;
import io.jobarrays.cli.session.CommandSession;

/** Prints views rendered by the server in the requested output format. */
public final class CommandOutput {
    private CommandOutput() {}

    /** MIME type of the requested output format. */
    public static String acceptedType(CommandSession session) {
        return switch (session.outputFormat()) {
            case JSON -> ApiClient.JSON;
            case WIDE -> ApiClient.WIDE_TEXT;
            case TABLE, NAME -> ApiClient.TEXT;
        };
    }

    /** Fetches one view and prints it, with its warnings. */
    public static void printFrom(CommandSession session, String path) {
        Response answer = session.api().get(path, acceptedType(session));
        session.print(answer.text());
        session.printWarnings(answer.hints());
    }

    /**
     * Prints a given view: as JSON, by name, or as text rendered by the server.
     *
     * @param name field of the view that holds its id
     */
    public static void printView(CommandSession session, String path, JsonValue view, String name) {
        switch (session.outputFormat()) {
            case JSON -> session.print(view.toString());
            case NAME -> session.print(view.text(name).orElse(""));
            case TABLE, WIDE -> {
                printFrom(session, path);
                session.printHints(view);
            }
        }
    }
}
