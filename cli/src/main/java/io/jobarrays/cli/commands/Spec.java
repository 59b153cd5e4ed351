package io.jobarrays.cli.commands;

import io.jobarrays.cli.http.Json;
import org.jspecify.annotations.Nullable;

/** What is asked of the server: what was given, and nothing else. */
record Spec(Json.Obj json) {
    Spec text(String name, @Nullable String value) {
        if (value != null) {
            json.with(name, value);
        }
        return this;
    }

    Spec number(String name, @Nullable String value) {
        if (value != null) {
            json.with(name, Json.numberOrText(value));
        }
        return this;
    }

    Spec set(String name, boolean on) {
        if (on) {
            json.with(name, Json.Word.TRUE);
        }
        return this;
    }
}
