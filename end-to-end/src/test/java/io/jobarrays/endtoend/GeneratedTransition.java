package io.jobarrays.endtoend;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Transition of a generated pipeline.
 *
 * @param to id of the next element; of {@code stop}: where a restart begins
 */
record GeneratedTransition(Kind kind, String on, Optional<String> to, Optional<String> exitStatus) {

    enum Kind {
        NEXT,
        FAIL,
        STOP,
        END
    }

    static GeneratedTransition next(String on, String to) {
        return new GeneratedTransition(Kind.NEXT, on, Optional.of(to), Optional.empty());
    }

    static GeneratedTransition fail(String on, Optional<String> exitStatus) {
        return new GeneratedTransition(Kind.FAIL, on, Optional.empty(), exitStatus);
    }

    static GeneratedTransition end(String on, Optional<String> exitStatus) {
        return new GeneratedTransition(Kind.END, on, Optional.empty(), exitStatus);
    }

    static GeneratedTransition stop(String on, String restart, Optional<String> exitStatus) {
        return new GeneratedTransition(Kind.STOP, on, Optional.of(restart), exitStatus);
    }

    /** The first transition that matches. */
    static Optional<GeneratedTransition> first(List<GeneratedTransition> all, String status) {
        return all.stream().filter(transition -> transition.matches(status)).findFirst();
    }

    /** {@code *} is any text and {@code ?} one character. */
    boolean matches(String status) {
        String pattern =
                on.chars()
                        .mapToObj(
                                c ->
                                        switch (c) {
                                            case '*' -> ".*";
                                            case '?' -> ".";
                                            default -> Pattern.quote(Character.toString(c));
                                        })
                        .collect(Collectors.joining());
        return status.matches(pattern);
    }

    String xml() {
        String target =
                to.map(id -> " %s=\"%s\"".formatted(kind == Kind.STOP ? "restart" : "to", id))
                        .orElse("");
        return "<%s on=\"%s\"%s%s/>"
                .formatted(
                        kind.name().toLowerCase(Locale.ROOT),
                        on,
                        exitStatus.map(" exit-status=\"%s\""::formatted).orElse(""),
                        target);
    }
}
