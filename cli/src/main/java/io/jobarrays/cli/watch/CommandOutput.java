package io.jobarrays.cli.watch;

import io.jobarrays.cli.base.GlobalOptions.Form;
import io.jobarrays.cli.http.ApiClient;
import io.jobarrays.cli.json.JsonValue;
import io.jobarrays.cli.session.CommandSession;

/** What the server rendered, passed on to stdout in the form that was asked for. */
public final class CommandOutput {
    private CommandOutput() {}

    /** The MIME type in which the server renders for this call. */
    public static String accept(CommandSession session) {
        return session.form() == Form.JSON ? ApiClient.JSON : ApiClient.TEXT;
    }

    /** Gets one thing and shows it. */
    public static void get(CommandSession session, String path) {
        session.data(session.api().get(path, accept(session)).text());
    }

    /**
     * Shows a view at hand: itself as JSON, its name, or the text the server makes of it.
     *
     * @param name the view's field that names it
     */
    public static void view(CommandSession session, String path, JsonValue view, String name) {
        switch (session.form()) {
            case JSON -> session.data(view.toString());
            case NAME -> session.data(view.text(name).orElse(""));
            case TABLE, WIDE -> {
                get(session, path);
                session.next(view);
            }
        }
    }
}
