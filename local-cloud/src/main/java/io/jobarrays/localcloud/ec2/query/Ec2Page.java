package io.jobarrays.localcloud.ec2.query;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Page of a list with EC2's rules: a limited size and a token for the next page.
 *
 * @param next token of the next page; empty on the last page
 */
public record Ec2Page<T>(List<T> items, Optional<String> next) {
    /** A page of 10,000 instances as text is larger than the heap of the local cloud permits. */
    private static final int MAX_UNSPECIFIED = 1_000;

    /** Selects the requested page; without a size it has at most 1000 items. */
    public static <T> Ec2Page<T> of(
            List<T> all, Function<T, String> key, @Nullable Integer size, @Nullable String token) {
        return of(all, key, MAX_UNSPECIFIED, size, token);
    }

    /**
     * Selects the requested page.
     *
     * @param all all matching items, ordered by key
     * @param key sort key; a page continues after it even if the item no longer exists
     * @param unspecified size of a page of a request without {@code MaxResults}
     * @param token token of the previous page
     * @throws io.jobarrays.localcloud.protocol.AwsError {@code InvalidNextToken}
     */
    public static <T> Ec2Page<T> of(
            List<T> all,
            Function<T, String> key,
            int unspecified,
            @Nullable Integer size,
            @Nullable String token) {
        int limit = size == null ? unspecified : size;
        int from = token == null ? 0 : position(all, key, token);
        int to = (int) Math.min(all.size(), (long) from + limit);
        return new Ec2Page<>(
                List.copyOf(all.subList(from, to)),
                to == all.size() || to == 0
                        ? Optional.empty()
                        : Optional.of(PageToken.encode(key.apply(all.get(to - 1)))));
    }

    private static <T> int position(List<T> all, Function<T, String> key, String token) {
        String last = PageToken.decode(token);
        int from = 0;
        while (from < all.size() && key.apply(all.get(from)).compareTo(last) <= 0) {
            from++;
        }
        return from;
    }
}
