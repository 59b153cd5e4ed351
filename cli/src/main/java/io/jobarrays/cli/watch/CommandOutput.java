package io.jobarrays.cli.watch;

import io.jobarrays.cli.base.GlobalOptions.OutputFormat;
import io.jobarrays.cli.http.ApiClient;
import io.jobarrays.cli.json.JsonValue;
import io.jobarrays.cli.session.CommandSession;

/** What the server rendered, passed on to stdout in the form that was asked for. */
public final class CommandOutput {
    private CommandOutput() {}

    /** The MIME type in which the server renders for this call. */
    public static String acceptedType(CommandSession session) {
        return session.outputFormat() == OutputFormat.JSON ? ApiClient.JSON : ApiClient.TEXT;
    }

    /** Gets one thing and shows it. */
    public static void printFrom(CommandSession session, String path) {
        session.print(session.api().get(path, acceptedType(session)).text());
    }

    /**
     * Shows a view at hand: itself as JSON, its name, or the text the server makes of it.
     *
     * @param name the view's field that names it
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
