package io.jobarrays.server.api.read;

import io.jobarrays.contract.Refusal;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Query parameters of a submission.
 *
 * @param files SHA-256 of a bundle
 * @param after execution or array after whose end it begins
 * @param parameters names without the prefix {@code param.}
 */
public record SubmitQuery(
        boolean dryRun,
        @Nullable String files,
        @Nullable String after,
        Map<String, String> parameters) {
    private static final String PARAMETER = "param.";

    public static SubmitQuery of(UriInfo uri) {
        boolean dryRun = false;
        String files = null;
        String after = null;
        Map<String, String> parameters = new TreeMap<>();
        for (var given : uri.getQueryParameters().entrySet()) {
            String name = given.getKey();
            String value = single(name, given.getValue());
            if (name.startsWith(PARAMETER)) {
                parameters.put(name.substring(PARAMETER.length()), value);
            } else {
                switch (name) {
                    case "files" -> files = value;
                    case "after" -> after = value;
                    case "dryRun" -> dryRun = QueryNames.flag(name, value);
                    default -> throw unknown(name);
                }
            }
        }
        return new SubmitQuery(dryRun, files, after, parameters);
    }

    private static String single(String name, List<String> values) {
        if (values.size() != 1) {
            throw new Refusal("%s: given %d times; give it once".formatted(name, values.size()));
        }
        return values.getFirst();
    }

    private static Refusal unknown(String name) {
        return new Refusal(
                "\"%s\" is not a parameter of a submission; there are files, after, dryRun and param.NAME"
                        .formatted(name));
    }
}
