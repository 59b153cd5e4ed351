package io.jobarrays.localcloud.ec2.query;

import io.jobarrays.localcloud.protocol.AwsError;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Page of a list with EC2's rules: 5 to 1000 items and a token for the next page.
 *
 * @param next token of the next page; empty on the last page
 */
public record Ec2Page<T>(List<T> items, Optional<String> next) {
    private static final int MIN_PAGE_SIZE = 5;
    private static final int MAX_PAGE_SIZE = 1000;

    /**
     * Selects the requested page.
     *
     * @param all all matching items, ordered by key
     * @param key sort key; a page continues after it even if the item no longer exists
     * @param size requested size; without it all items are one page
     * @param token token of the previous page
     */
    public static <T> Ec2Page<T> of(
            List<T> all, Function<T, String> key, @Nullable Integer size, @Nullable String token) {
        if (size != null && (size < MIN_PAGE_SIZE || size > MAX_PAGE_SIZE)) {
            throw new AwsError(
                    "InvalidParameterValue",
                    "Value ( %d ) for parameter maxResults is invalid. Expecting a value between 5 and 1000."
                            .formatted(size));
        }
        int from = token == null ? 0 : position(all, key, token);
        int to = size == null ? all.size() : Math.min(all.size(), from + size);
        return new Ec2Page<>(
                List.copyOf(all.subList(from, to)),
                to == all.size() || to == 0
                        ? Optional.empty()
                        : Optional.of(encode(key.apply(all.get(to - 1)))));
    }

    private static <T> int position(List<T> all, Function<T, String> key, String token) {
        String last = decode(token);
        int from = 0;
        while (from < all.size() && key.apply(all.get(from)).compareTo(last) <= 0) {
            from++;
        }
        return from;
    }

    private static String decode(String token) {
        try {
            return new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new AwsError("InvalidNextToken", "The token '" + token + "' is invalid");
        }
    }

    private static String encode(String key) {
        return Base64.getUrlEncoder().encodeToString(key.getBytes(StandardCharsets.UTF_8));
    }
}
