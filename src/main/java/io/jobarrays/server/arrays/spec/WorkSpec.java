package io.jobarrays.server.arrays.spec;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What every member runs.
 *
 * @param bundle SHA-256 of the files laid into the working directory
 * @param collect globs of what is gathered afterwards
 * @param inputs earlier stages whose outputs are laid out
 * @param onInterrupt run when EC2 announces that it takes the machine back
 */
public record WorkSpec(
        @Nullable String userData,
        @Nullable String command,
        Map<String, String> environment,
        @Nullable String runAs,
        @Nullable String bundle,
        List<String> collect,
        List<String> inputs,
        @Nullable String onInterrupt) {

    /** Without a script and a command a machine runs until somebody ends it. */
    public boolean isEmpty() {
        return userData == null && command == null;
    }
}
