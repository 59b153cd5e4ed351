package io.jobarrays.cli.flags;

import io.jobarrays.cli.http.ApiClient;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Path with query parameters. */
public final class QueryString {
    private final String path;
    private final List<String> parts = new ArrayList<>();

    public QueryString(String path) {
        this.path = path;
    }

    /**
     * @param value null: the parameter is omitted
     */
    public QueryString with(String name, @Nullable String value) {
        if (value != null) {
            parts.add(ApiClient.escape(name) + "=" + ApiClient.escape(value));
        }
        return this;
    }

    @Override
    public String toString() {
        return parts.isEmpty() ? path : path + "?" + String.join("&", parts);
    }
}
