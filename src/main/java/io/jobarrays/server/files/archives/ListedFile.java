package io.jobarrays.server.files.archives;

import io.jobarrays.server.problems.Refused;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Output file that its member has sent to another place.
 *
 * @param name printable, relative to that place
 */
public record ListedFile(String name, long bytes, String sha256) {
    private static final Pattern LINE = Pattern.compile("([0-9a-f]{64}) (\\d{1,18}) (.+)");

    /** Reads a line of the list that an agent sends. */
    static ListedFile of(String line) {
        Matcher fields = LINE.matcher(line);
        if (!fields.matches()) {
            throw new Refused(
                    422,
                    "SPAWN-NOT-A-LIST",
                    "a list of outputs has lines of SHA-256, size and name; this is \"%s\""
                            .formatted(line.substring(0, Math.min(line.length(), 100))));
        }
        return new ListedFile(fields.group(3), Long.parseLong(fields.group(2)), fields.group(1));
    }

    String line() {
        return "%s %d %s".formatted(sha256, bytes, name);
    }
}
