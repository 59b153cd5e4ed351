package io.jobarrays.server.batch.rows;

import io.jobarrays.contract.Refusal;
import io.jobarrays.server.problems.Refused;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Condition {@code If-Match} of a change of a definition: versions that the newest one must be.
 *
 * @param tags {@code v2}, or {@code *} for any; empty: no condition
 */
public record ExpectedVersion(List<String> tags) {
    public static final ExpectedVersion NONE = new ExpectedVersion(List.of());

    private static final String ANY = "*";
    private static final Pattern HEADER =
            Pattern.compile("\\*|(W/)?\"[^\"]*\"(\\s*,\\s*(W/)?\"[^\"]*\")*");

    /** Reads the value of the header. */
    public static ExpectedVersion of(String header) {
        String text = header.strip();
        if (!HEADER.matcher(text).matches()) {
            throw new Refusal(
                    "If-Match: %s is no ETag; write \"v2\" with its quotation marks, as the answer to a GET or PUT has it"
                            .formatted(text.replaceAll("\\p{Cntrl}", " ")));
        }
        return new ExpectedVersion(
                Pattern.compile("\\s*,\\s*")
                        .splitAsStream(text)
                        .map(tag -> tag.replace("\"", ""))
                        .toList());
    }

    /**
     * @throws Refused with 412 when the newest version is another one
     */
    void check(String name, Optional<Integer> newest) {
        if (tags.isEmpty() || newest.filter(this::matches).isPresent()) {
            return;
        }
        String asked = String.join(", ", tags);
        throw new Refused(
                412,
                "SPAWN-VERSION-CHANGED",
                newest.map(
                                version ->
                                        "definition %s: the newest version is v%d, and If-Match asks for %s; nothing was changed, read v%d and repeat the change"
                                                .formatted(name, version, asked, version))
                        .orElseGet(
                                () ->
                                        "definition %s: there is none, and If-Match asks for %s; leave If-Match out to store it"
                                                .formatted(name, asked)));
    }

    private boolean matches(int version) {
        return tags.contains(ANY) || tags.contains("v" + version);
    }
}
