package io.jobarrays.server.api.read;

import io.jobarrays.contract.Refusal;
import jakarta.ws.rs.core.UriInfo;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Refuses unknown query parameters and values, because a typo must not make a list wrong. */
public final class QueryNames {
    private QueryNames() {}

    public static void only(UriInfo uri, String... known) {
        List<String> names = List.of(known);
        for (String given : uri.getQueryParameters().keySet()) {
            if (!names.contains(given)) {
                throw new Refusal(
                        "\"%s\" is not a parameter of %s; there are %s"
                                .formatted(given, uri.getPath(), String.join(", ", names)));
            }
        }
    }

    public static boolean flag(String name, @Nullable String value) {
        return "true".equals(oneOf(name, value, List.of("true", "false")));
    }

    public static @Nullable String oneOf(
            String name, @Nullable String value, Collection<String> known) {
        if (value != null && !known.contains(value)) {
            throw new Refusal(
                    "%s: \"%s\" is not known; write one of %s"
                            .formatted(name, value, String.join(", ", known)));
        }
        return value;
    }
}
