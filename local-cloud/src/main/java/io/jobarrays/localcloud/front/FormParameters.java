package io.jobarrays.localcloud.front;

import io.jobarrays.localcloud.protocol.AwsError;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Decodes URL-encoded parameters, {@code a=1&b=2}. */
final class FormParameters {
    /** More than any call needs: 1,000 ids, or 200 values in each filter. */
    private static final int MAX_PARAMETERS = 10_000;

    private FormParameters() {}

    /**
     * Parameters by name; the last value of a name wins.
     *
     * @throws AwsError {@code MalformedQueryString}
     */
    static NavigableMap<String, String> decode(String encoded) {
        if (encoded.chars().filter(c -> c == '&').limit(MAX_PARAMETERS).count() == MAX_PARAMETERS) {
            throw new AwsError(
                    "MalformedQueryString",
                    "The query string has more than " + MAX_PARAMETERS + " parameters.");
        }
        NavigableMap<String, String> parameters = new TreeMap<>();
        try {
            for (String pair : encoded.split("&", -1)) {
                int equals = pair.indexOf('=');
                String name = equals < 0 ? pair : pair.substring(0, equals);
                String value = equals < 0 ? "" : pair.substring(equals + 1);
                if (!name.isEmpty()) {
                    parameters.put(decodeText(name), decodeText(value));
                }
            }
        } catch (IllegalArgumentException e) {
            throw new AwsError("MalformedQueryString", "The query string is not well-formed.");
        }
        return parameters;
    }

    private static String decodeText(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
