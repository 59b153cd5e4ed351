package io.jobarrays.server.arrays.spec;

import io.jobarrays.contract.Durations;
import io.jobarrays.contract.ExitReason;
import io.jobarrays.contract.Refusal;
import io.jobarrays.server.aws.AwsErrorCodes;
import io.jobarrays.server.aws.AwsFailure;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Number of retries of an index, and the exits that are retried.
 *
 * @param retries null: flag not given; work is not retried then, but a reclaimed spot instance is
 *     replaced
 * @param ofArray retries of all indexes together; null: no limit but that of each
 * @param delay before the first retry of an index, doubled with each; zero: none
 * @param on causes that are retried: {@code exit:1-5 signal spot capacity boot silence lost
 *     shutdown reboot memory timeout any}
 */
public record RetryRules(
        @Nullable Integer retries, @Nullable Integer ofArray, Duration delay, List<String> on) {
    private static final int MAX_RETRIES = 1000;
    private static final int MAX_ARRAY_RETRIES = 1_000_000;
    private static final Duration MAX_DELAY = Duration.ofHours(1);
    private static final int MAX_DOUBLINGS = 20;
    private static final Pattern EXIT_CODES = Pattern.compile("exit:(\\d{1,3})(?:-(\\d{1,3}))?");
    private static final List<String> CAUSES =
            List.of(
                    "signal",
                    "spot",
                    "capacity",
                    "boot",
                    "silence",
                    "lost",
                    "shutdown",
                    "reboot",
                    "memory",
                    "timeout",
                    "any");

    static RetryRules of(FlagReader flags) {
        List<String> on = flags.words("retry-on");
        for (String flag : List.of("retry-on", "retry-delay", "array-retries")) {
            if (flags.text(flag) != null && flags.text("retries") == null) {
                throw new Refusal(flag + ": only with retries, which says how often");
            }
        }
        Duration delay = flags.duration("retry-delay");
        if (delay != null && delay.compareTo(MAX_DELAY) > 0) {
            throw new Refusal(
                    "retry-delay: %s; write at most %s"
                            .formatted(Durations.format(delay), Durations.format(MAX_DELAY)));
        }
        for (String word : on) {
            if (!CAUSES.contains(word) && !EXIT_CODES.matcher(word).matches()) {
                throw new Refusal(
                        ("retry-on: \"%s\" is not known; write exit:1-5, signal, spot, capacity,"
                                        + " boot, silence, lost, shutdown, reboot, memory, timeout or any, with commas"
                                        + " between")
                                .formatted(word));
            }
        }
        return new RetryRules(
                flags.text("retries") == null ? null : flags.number("retries", 0, 0, MAX_RETRIES),
                flags.text("array-retries") == null
                        ? null
                        : (Integer) flags.number("array-retries", 0, 0, MAX_ARRAY_RETRIES),
                delay == null ? Duration.ZERO : delay,
                on.isEmpty() ? List.of("any") : on);
    }

    public int maxRetries() {
        return retries == null ? 0 : retries;
    }

    /**
     * Time before a retry: the delay, doubled for each retry before, at most an hour, of which a
     * random part of up to a half is taken away, so that members do not come back together.
     *
     * @param before retries of the index before this one
     * @param random from 0 to 1
     */
    public Duration delayAfter(int before, double random) {
        Duration whole = delay.multipliedBy(1L << Math.min(before, MAX_DOUBLINGS));
        long millis = Math.min(whole.toMillis(), MAX_DELAY.toMillis());
        return Duration.ofMillis(millis - (long) (millis / 2.0 * random));
    }

    public boolean matches(ExitReason exit) {
        return on.stream().anyMatch(word -> matches(word, exit));
    }

    private static boolean matches(String word, ExitReason exit) {
        return switch (exit) {
            case ExitReason.Exit(int code) -> word.equals("any") || inCodes(word, code);
            case ExitReason.Signal signal -> word.equals("any") || word.equals("signal");
            case ExitReason.LaunchFailed failed ->
                    word.equals("any")
                            || word.equals(isCapacity(failed.code()) ? "capacity" : "boot");
            case ExitReason.Plain plain ->
                    switch (plain) {
                        case SPOT_LOST -> word.equals("any") || word.equals("spot");
                        case AGENT_SILENT -> word.equals("any") || word.equals("silence");
                        case MACHINE_LOST -> word.equals("any") || word.equals("lost");
                        case SHUT_DOWN -> word.equals("any") || word.equals("shutdown");
                        case REBOOTED -> word.equals("any") || word.equals("reboot");
                        case TIMED_OUT -> word.equals("any") || word.equals("timeout");
                        case OUT_OF_MEMORY -> word.equals("any") || word.equals("memory");
                        case NOT_STARTED -> word.equals("any") || word.equals("boot");
                        // Requested by the user, or by a rule of the user.
                        case TTL_EXPIRED, STOPPED, ENDED_BY_POLICY -> false;
                        // The machine has the only copy of the outputs.
                        case OUTPUT_TOO_LARGE, OUTPUT_MISSING -> false;
                    };
        };
    }

    private static boolean isCapacity(String code) {
        return AwsErrorCodes.kind(code) == AwsFailure.Kind.CAPACITY;
    }

    private static boolean inCodes(String word, int code) {
        Matcher codes = EXIT_CODES.matcher(word);
        if (!codes.matches()) {
            return false;
        }
        int first = Integer.parseInt(codes.group(1));
        int last = codes.group(2) == null ? first : Integer.parseInt(codes.group(2));
        return code >= first && code <= last;
    }
}
