package io.jobarrays.cli.remote;

import io.jobarrays.cli.base.Failure;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Value of {@code --forward}.
 *
 * @param local port of this machine; 0 selects a free one
 * @param remote port of the member
 */
public record ForwardedPort(int local, int remote) {
    private static final Pattern FORM = Pattern.compile("(?:([0-9]{1,5}):)?([0-9]{1,5})");
    private static final int MAX_PORT = 65_535;

    /**
     * Reads {@code LOCAL:REMOTE}, or {@code REMOTE} for the same port on both sides.
     *
     * @throws Failure with exit code 2 for anything else
     */
    public static ForwardedPort parse(String typed) {
        Matcher matcher = FORM.matcher(typed);
        if (matcher.matches()) {
            int remote = Integer.parseInt(matcher.group(2));
            int local = matcher.group(1) == null ? remote : Integer.parseInt(matcher.group(1));
            if (remote >= 1 && remote <= MAX_PORT && local <= MAX_PORT) {
                return new ForwardedPort(local, remote);
            }
        }
        throw Failure.usage(
                "--forward: \"%s\" is no pair of ports; write LOCAL:REMOTE, for example 8265:8265"
                        .formatted(typed));
    }
}
