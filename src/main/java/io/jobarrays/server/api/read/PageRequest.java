package io.jobarrays.server.api.read;

import io.jobarrays.contract.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Page of a list.
 *
 * @param after key of the last row of the page before; null for the first page
 */
public record PageRequest(int limit, @Nullable String after) {
    private static final int MAX_ROWS_PER_PAGE = 1000;

    public static PageRequest of(@Nullable String limit, @Nullable String cursor) {
        return new PageRequest(limit(limit), cursor == null ? null : decoded(cursor));
    }

    /** Query value that names the next page; opaque, so that clients do not construct it. */
    public static String cursor(String key) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(key.getBytes(StandardCharsets.UTF_8));
    }

    private static int limit(@Nullable String text) {
        if (text == null) {
            return MAX_ROWS_PER_PAGE;
        }
        int limit = text.matches("\\d{1,4}") ? Integer.parseInt(text) : 0;
        if (limit < 1 || limit > MAX_ROWS_PER_PAGE) {
            throw new Refusal(
                    "limit: \"%s\" is not a whole number from 1 to %d"
                            .formatted(text, MAX_ROWS_PER_PAGE));
        }
        return limit;
    }

    private static String decoded(String cursor) {
        try {
            String key = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            if (key.matches("[A-Za-z0-9_.-]{1,80}")) {
                return key;
            }
        } catch (IllegalArgumentException e) {
            // Refused below.
        }
        throw new Refusal("cursor: \"%s\" is none; take it from the Link header".formatted(cursor));
    }
}
