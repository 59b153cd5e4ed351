package io.jobarrays.server.arrays.spec;

import io.jobarrays.contract.messages.Work.CheckpointRule;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Linter for work that does something else than its author may expect. */
public final class WorkLint {
    private static final Pattern INTERPRETER =
            Pattern.compile("#!\\s*(?:/usr/bin/env\\s+)?(?:\\S*/)?([^/\\s]+)");

    private static final Pattern REFERENCE =
            Pattern.compile("\\$(?:[A-Za-z_][A-Za-z0-9_]*|\\{[A-Za-z_][A-Za-z0-9_]*})");
    private static final List<String> SYSTEM_PATHS = List.of("/usr/bin", "/bin");

    private WorkLint() {}

    /** One sentence per finding. */
    public static List<String> warnings(ArraySpec spec) {
        List<String> found = new ArrayList<>();
        otherShell(spec.work().command()).ifPresent(found::add);
        CheckpointRule checkpoint = spec.work().checkpoint();
        spec.work().collect().forEach(glob -> severalGlobs("collect", glob).ifPresent(found::add));
        if (checkpoint != null) {
            checkpoint
                    .globs()
                    .forEach(glob -> severalGlobs("checkpoint", glob).ifPresent(found::add));
        }
        spec.work().environment().forEach((name, value) -> checkVariable(name, value, found));
        return List.copyOf(found);
    }

    /** Never names the value, which may be secret. */
    private static void checkVariable(String name, String value, List<String> found) {
        Matcher reference = REFERENCE.matcher(value);
        if (reference.find()) {
            found.add(
                    "env %s: %s in it is taken as it stands; set the variable in the command where %1$s needs its value"
                            .formatted(name, reference.group()));
        }
        if (name.equals("PATH")
                && Collections.disjoint(List.of(value.split(":", -1)), SYSTEM_PATHS)) {
            found.add(
                    "env PATH: has neither /usr/bin nor /bin, so that programs such as ls are not found");
        }
    }

    /** A blank or comma of a flag is part of the name; both sides look like files. */
    private static Optional<String> severalGlobs(String flag, String glob) {
        List<String> parts = List.of(glob.split("\\\\[,\\s]+", -1));
        if (parts.size() < 2 || !parts.stream().allMatch(part -> part.matches(".*[*?./].*"))) {
            return Optional.empty();
        }
        return Optional.of(
                "%s: \"%s\" is one glob with a blank or comma in it; repeat --%1$s for several"
                        .formatted(flag, glob));
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
