package io.jobarrays.cli.commands;

import io.jobarrays.cli.http.Api;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A path with what was asked for behind its question mark. */
final class Query {
    private final String path;
    private final List<String> parts = new ArrayList<>();

    Query(String path) {
        this.path = path;
    }

    /**
     * @param value left out where null
     */
    Query with(String name, @Nullable String value) {
        if (value != null) {
            parts.add(Api.escape(name) + "=" + Api.escape(value));
        }
        return this;
    }

    @Override
    public String toString() {
        return parts.isEmpty() ? path : path + "?" + String.join("&", parts);
    }
}
