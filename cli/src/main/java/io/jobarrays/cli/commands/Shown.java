package io.jobarrays.cli.commands;

import io.jobarrays.cli.Globals.Form;
import io.jobarrays.cli.Session;
import io.jobarrays.cli.http.Api;
import io.jobarrays.cli.http.Json;

/** What the server rendered, passed on to stdout in the form that was asked for. */
final class Shown {
    private Shown() {}

    /** The MIME type in which the server renders for this call. */
    static String accept(Session session) {
        return session.form() == Form.JSON ? Api.JSON : Api.TEXT;
    }

    /** Gets one thing and shows it. */
    static void get(Session session, String path) {
        session.data(session.api().get(path, accept(session)).text());
    }

    /**
     * Shows a view at hand: itself as JSON, its name, or the text the server makes of it.
     *
     * @param name the view's field that names it
     */
    static void view(Session session, String path, Json view, String name) {
        switch (session.form()) {
            case JSON -> session.data(view.toString());
            case NAME -> session.data(view.text(name).orElse(""));
            case TABLE -> {
                get(session, path);
                session.next(view);
            }
        }
    }
}
