package io.jobarrays.server.batch.view;

import java.time.Instant;
import java.util.List;

/**
 * A stored definition with its versions, for users.
 *
 * @param version the newest
 * @param createdAt when the newest version was stored
 * @param versions all of them, newest first
 */
public record DefinitionView(
        String name, int version, Instant createdAt, List<DefinitionVersion> versions) {

    /**
     * @param versions newest first, not empty
     */
    public static DefinitionView of(String name, List<DefinitionVersion> versions) {
        DefinitionVersion newest = versions.getFirst();
        return new DefinitionView(name, newest.version(), newest.createdAt(), versions);
    }
}
