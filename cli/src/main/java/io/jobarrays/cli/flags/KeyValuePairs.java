package io.jobarrays.cli.flags;

import io.jobarrays.cli.base.Failure;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads {@code NAME=VALUE} arguments; the value is the unchanged text after the first {@code =}.
 */
public final class KeyValuePairs {
    private KeyValuePairs() {}

    public static Map<String, String> of(String flag, List<String> given) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (String pair : given) {
            int sign = pair.indexOf('=');
            if (sign < 1) {
                throw Failure.usage(
                        "%s: \"%s\" is not a pair; write NAME=VALUE".formatted(flag, pair));
            }
            if (pairs.put(pair.substring(0, sign), pair.substring(sign + 1)) != null) {
                throw Failure.usage(
                        "%s: %s is given twice; give it once"
                                .formatted(flag, pair.substring(0, sign)));
            }
        }
        return pairs;
    }
}
