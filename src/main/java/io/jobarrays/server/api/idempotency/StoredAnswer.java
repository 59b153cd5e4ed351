package io.jobarrays.server.api.idempotency;

import org.jspecify.annotations.Nullable;

/**
 * Answer to a POST as it is stored.
 *
 * @param headers JSON of the {@code Spawn-} headers
 * @param body sealed; null for an answer without a body
 */
record StoredAnswer(
        int status,
        @Nullable String location,
        @Nullable String contentType,
        String headers,
        @Nullable String body) {}
