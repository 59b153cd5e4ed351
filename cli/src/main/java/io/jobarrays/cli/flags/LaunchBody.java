package io.jobarrays.cli.flags;

import io.jobarrays.cli.json.JsonValue;
import org.jspecify.annotations.Nullable;

/** JSON request body of a launch; contains only the given flags. */
record LaunchBody(JsonValue.Obj json) {
    LaunchBody text(String name, @Nullable String value) {
        if (value != null) {
            json.with(name, value);
        }
        return this;
    }

    LaunchBody number(String name, @Nullable String value) {
        if (value != null) {
            json.with(name, JsonValue.numberOrText(value));
        }
        return this;
    }

    LaunchBody flag(String name, boolean on) {
        if (on) {
            json.with(name, JsonValue.Literal.TRUE);
        }
        return this;
    }
}
