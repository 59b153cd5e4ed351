package io.jobarrays.server.web;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * HTTP filter that refuses addresses which name nothing: too long, not UTF-8, or with control
 * characters, which neither the database nor a header can hold. It refuses headers that name no
 * media type, too, with which the routing of a call fails.
 */
@ApplicationScoped
class AddressFilter {
    /** Parameters of a submission are 2 KiB, which are 6 KiB when each byte is written as %XX. */
    private static final int MAX_CHARACTERS = 16 << 10;

    /** Before the check of the token, which normalizes the path. */
    private static final int FILTER_PRIORITY = 1100;

    void register(@Observes Filters filters) {
        filters.register(AddressFilter::filter, FILTER_PRIORITY);
    }

    private static void filter(RoutingContext call) {
        Optional<Problem> problem =
                problem(call.request().path(), call.request().query())
                        .or(() -> MediaTypeHeaders.problem(call.request().headers()));
        if (problem.isEmpty()) {
            call.next();
            return;
        }
        UnreadBody.refuse(call, problem.get());
    }

    /**
     * @param path as it was sent
     * @param query as it was sent; null: none
     */
    static Optional<Problem> problem(@Nullable String path, @Nullable String query) {
        int length = length(path) + length(query);
        if (length > MAX_CHARACTERS) {
            return Optional.of(
                    Problem.of(
                            414,
                            "SPAWN-TOO-LARGE",
                            "the address of the call has %d characters; at most %d are taken"
                                    .formatted(length, MAX_CHARACTERS)));
        }
        return PercentEncoding.flaw(path)
                .map(
                        flaw ->
                                Problem.of(
                                        404,
                                        "SPAWN-NOT-FOUND",
                                        "there is nothing at this address: its path has "
                                                + flaw.words()))
                .or(
                        () ->
                                PercentEncoding.flaw(query)
                                        .filter(flaw -> flaw != PercentEncoding.Flaw.CONTROL)
                                        .map(AddressFilter::badQuery));
    }

    private static Problem badQuery(PercentEncoding.Flaw flaw) {
        return Problem.of(
                422,
                "SPAWN-BAD-INPUT",
                "the query of the call has %s; write each byte of UTF-8 as %%XX"
                        .formatted(flaw.words()));
    }

    private static int length(@Nullable String text) {
        return text == null ? 0 : text.length();
    }
}
