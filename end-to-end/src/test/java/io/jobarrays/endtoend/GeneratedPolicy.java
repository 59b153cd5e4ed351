package io.jobarrays.endtoend;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Policies of a generated stage, as its properties say; empty: the default.
 *
 * @param arrayRetries retries of all indexes together
 */
record GeneratedPolicy(
        boolean barrier,
        Optional<String> success,
        Optional<String> onSuccess,
        OptionalInt maxFailed,
        Optional<String> onMemberFailure,
        int retries,
        Optional<String> retryOn,
        OptionalInt arrayRetries) {

    Map<String, String> properties() {
        Map<String, String> all = new LinkedHashMap<>();
        if (barrier) {
            all.put("barrier", "true");
        }
        success.ifPresent(value -> all.put("success", value));
        onSuccess.ifPresent(value -> all.put("on-success", value));
        maxFailed.ifPresent(value -> all.put("max-failed-indexes", "" + value));
        onMemberFailure.ifPresent(value -> all.put("on-member-failure", value));
        if (retries > 0) {
            all.put("retries", "" + retries);
            retryOn.ifPresent(value -> all.put("retry-on", value));
            arrayRetries.ifPresent(value -> all.put("array-retries", "" + value));
        }
        return all;
    }

    boolean stopsAll() {
        return onMemberFailure.map("stop-all"::equals).orElse(barrier);
    }

    boolean stopsRest() {
        return onSuccess.map("stop-rest"::equals).orElse(leader().isPresent());
    }

    /** The index that alone decides. */
    OptionalInt leader() {
        return success.filter(value -> value.startsWith("index:"))
                .map(value -> OptionalInt.of(Integer.parseInt(value.substring(6))))
                .orElse(OptionalInt.empty());
    }

    /** Number of indexes, of so many, whose success is enough. */
    int needed(int size) {
        String value = success.orElse("all");
        if (value.equals("all")) {
            return size;
        }
        if (value.equals("any") || value.startsWith("index:")) {
            return 1;
        }
        return value.endsWith("%")
                ? Math.ceilDiv(size * Integer.parseInt(value.substring(0, value.length() - 1)), 100)
                : Integer.parseInt(value);
    }

    boolean retries(String status) {
        String words = retryOn.orElse("any");
        if (status.startsWith("OUTPUT_") || status.equals("EXIT_0")) {
            return false;
        }
        for (String word : words.split(",", -1)) {
            if (covers(word, status)) {
                return true;
            }
        }
        return false;
    }

    private static boolean covers(String word, String status) {
        if (word.startsWith("exit:") && status.startsWith("EXIT_")) {
            String[] ends = word.substring(5).split("-", -1);
            int code = Integer.parseInt(status.substring(5));
            return Integer.parseInt(ends[0]) <= code
                    && code <= Integer.parseInt(ends[ends.length - 1]);
        }
        return switch (word) {
            case "any" -> true;
            case "signal" -> status.startsWith("SIGNAL_");
            case "timeout" -> status.equals("TIMED_OUT");
            default -> false;
        };
    }
}
