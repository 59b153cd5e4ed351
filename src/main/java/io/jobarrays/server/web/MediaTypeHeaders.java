package io.jobarrays.server.web;

import io.vertx.core.MultiMap;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.Optional;
import org.jboss.resteasy.reactive.common.util.MediaTypeHelper;

/** Headers of a call that must name media types. */
final class MediaTypeHeaders {
    private MediaTypeHeaders() {}

    /** Problem with the first header that cannot be read; none when they are not sent. */
    static Optional<Problem> problem(MultiMap headers) {
        return problem(headers, HttpHeaders.CONTENT_TYPE, 415)
                .or(() -> problem(headers, HttpHeaders.ACCEPT, 406));
    }

    private static Optional<Problem> problem(MultiMap headers, String name, int status) {
        for (String value : headers.getAll(name)) {
            try {
                if (MediaTypeHelper.parseHeader(value).isEmpty()) {
                    return Optional.of(problem(status, name, value));
                }
            } catch (RuntimeException unreadable) {
                return Optional.of(problem(status, name, value));
            }
        }
        return Optional.empty();
    }

    private static Problem problem(int status, String name, String value) {
        return Problem.of(
                status,
                "SPAWN-MEDIA-TYPE",
                "the header %s of the call has \"%s\", which is no media type; write application/json"
                        .formatted(name, value));
    }
}
