package io.jobarrays.localcloud.ec2.query;

import io.jobarrays.localcloud.protocol.AwsError;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A part of a list, as EC2 pages: 5 to 1000 items, a token for what follows.
 *
 * @param next empty on the last page
 */
public record Ec2Page<T>(List<T> items, Optional<String> next) {
    private static final int MIN_PAGE_SIZE = 5;
    private static final int MAX_PAGE_SIZE = 1000;

    /**
     * Cuts the page out of all.
     *
     * @param all everything that matches, in the order of its keys
     * @param key what an item is found again by, also when the last one of a page is gone by then
     * @param size as asked for; without it everything is one page
     * @param token where the last page ended
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
