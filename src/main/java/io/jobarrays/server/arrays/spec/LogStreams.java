package io.jobarrays.server.arrays.spec;

import io.jobarrays.contract.Refusal;
import java.util.Locale;

/** Way in which stdout and stderr of the work reach the log. */
public enum LogStreams {
    /** One pipe, which keeps the order of both. */
    MERGED,
    /** Two pipes, which tell them apart and do not keep the order between them. */
    SPLIT,
    /** One pseudo-terminal. */
    TERMINAL;

    static LogStreams of(FlagReader flags) {
        boolean split = flags.flag("split-output");
        boolean terminal = flags.flag("tty");
        if (split && terminal) {
            throw new Refusal(
                    "split-output and tty: contradict each other, a terminal is one output; leave one out");
        }
        return split ? SPLIT : terminal ? TERMINAL : MERGED;
    }

    /** Its word in {@link io.jobarrays.contract.messages.Work#streams}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
