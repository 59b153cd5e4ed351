package io.jobarrays.server.arrays.spec;

import io.jobarrays.contract.Durations;
import io.jobarrays.contract.Refusal;
import io.jobarrays.contract.messages.Work.TimeLimit;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads the time limit of an attempt, {@code 2h}, and the signal before it, {@code USR1@5m}. */
final class TimeLimitFlags {
    static final String TIMEOUT = "timeout";
    static final String SIGNAL = "timeout-signal";

    /** Between SIGTERM and SIGKILL, as for a stop. */
    private static final int GRACE_SECONDS = 30;

    /** Numbers of Linux on x86-64 and arm64, signal(7). */
    private static final Map<String, Integer> SIGNALS =
            new TreeMap<>(
                    Map.of(
                            "HUP", 1, "INT", 2, "QUIT", 3, "USR1", 10, "USR2", 12, "ALRM", 14,
                            "TERM", 15, "CONT", 18));

    private TimeLimitFlags() {}

    /** Null without a limit. */
    static @Nullable TimeLimit of(FlagReader flags) {
        Duration timeout = flags.duration(TIMEOUT);
        String signal = flags.text(SIGNAL);
        if (timeout == null) {
            if (signal != null) {
                throw new Refusal(SIGNAL + ": only with timeout, before which it is sent");
            }
            return null;
        }
        if (flags.text("command") == null && flags.text("user-data") == null) {
            throw new Refusal(
                    TIMEOUT + ": only with command or user-data; ttl ends a machine without work");
        }
        if (signal == null) {
            return new TimeLimit(timeout.toSeconds(), GRACE_SECONDS, null, null);
        }
        int at = signal.indexOf('@');
        Integer number = at < 0 ? null : SIGNALS.get(name(signal.substring(0, at)));
        if (number == null) {
            throw new Refusal(
                    "%s: \"%s\" is not SIGNAL@DURATION, for example USR1@5m, with one of %s"
                            .formatted(SIGNAL, signal, String.join(", ", SIGNALS.keySet())));
        }
        Duration before = Durations.parse(SIGNAL, signal.substring(at + 1));
        if (before.compareTo(timeout) >= 0) {
            throw new Refusal(
                    "%s: %s before the end is not within the timeout of %s"
                            .formatted(
                                    SIGNAL, Durations.format(before), Durations.format(timeout)));
        }
        return new TimeLimit(timeout.toSeconds(), GRACE_SECONDS, number, before.toSeconds());
    }

    private static String name(String text) {
        return text.startsWith("SIG") ? text.substring(3) : text;
    }
}
