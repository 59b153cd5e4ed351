package io.jobarrays.server.batch.deciders;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Share of a stage's indexes that succeeded, read from its exit status. */
record StageShare(int succeeded, int size) {
    private static final Pattern FAILED = Pattern.compile("FAILED_(\\d+)_OF_(\\d+)");

    static StageShare of(@Nullable String exitStatus) {
        if (exitStatus == null) {
            return new StageShare(0, 1);
        }
        Matcher failed = FAILED.matcher(exitStatus);
        if (failed.matches()) {
            int size = Integer.parseInt(failed.group(2));
            return new StageShare(size - Integer.parseInt(failed.group(1)), size);
        }
        return new StageShare(exitStatus.equals("ALL_OK") ? 1 : 0, 1);
    }

    boolean isAtLeast(int percent) {
        return succeeded * 100L >= (long) percent * size;
    }
}
