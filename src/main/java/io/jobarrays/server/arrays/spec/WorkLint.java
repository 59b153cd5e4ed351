package io.jobarrays.server.arrays.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Linter for work that does something else than its author may expect. */
public final class WorkLint {
    private static final Pattern INTERPRETER =
            Pattern.compile("#!\\s*(?:/usr/bin/env\\s+)?(?:\\S*/)?([^/\\s]+)");

    private WorkLint() {}

    /** One sentence per finding. */
    public static List<String> warnings(ArraySpec spec) {
        List<String> found = new ArrayList<>();
        otherShell(spec.work().command()).ifPresent(found::add);
        return List.copyOf(found);
    }

    private static Optional<String> otherShell(@Nullable String command) {
        Matcher interpreter = INTERPRETER.matcher(command == null ? "" : command);
        if (!interpreter.lookingAt() || interpreter.group(1).equals("sh")) {
            return Optional.empty();
        }
        return Optional.of(
                "command: #! has no effect there, sh runs it and not %s; put it into a file for --user-data, or of --files"
                        .formatted(interpreter.group(1)));
    }
}
