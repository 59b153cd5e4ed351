package io.jobarrays.server.api.read;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jobarrays.contract.Refusal;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Body of the termination of orphans: {@code {"instance_ids": ["i-…"]}}. */
public final class OrphansBody {
    private static final String IDS = "instance_ids";

    private OrphansBody() {}

    /** The ids; empty for all orphans. */
    public static Optional<List<String>> read(InputStream in) {
        ObjectNode json = JsonBody.read(in);
        JsonBody.onlyKnown(json, Set.of(IDS));
        JsonNode ids = json.get(IDS);
        if (ids == null || ids.isNull()) {
            return Optional.empty();
        }
        List<String> read = new ArrayList<>();
        ids.forEach(id -> read.add(id.asText()));
        if (!ids.isArray() || read.isEmpty() || read.stream().anyMatch(id -> !isId(id))) {
            throw new Refusal(
                    "instance_ids: %s is not a list of instance ids; write [\"i-…\"], or no body for all orphans"
                            .formatted(ids));
        }
        return Optional.of(read);
    }

    private static boolean isId(String text) {
        return text.matches("i-[0-9a-f]+");
    }
}
