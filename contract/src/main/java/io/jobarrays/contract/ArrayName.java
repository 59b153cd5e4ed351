package io.jobarrays.contract;

import java.util.regex.Pattern;

/** Name of an array given by the user: a DNS label of at most 40 characters. */
public record ArrayName(String value) {
    private static final Pattern FORM = Pattern.compile("[a-z]([a-z0-9-]{0,38}[a-z0-9])?");

    public ArrayName {
        if (!FORM.matcher(value).matches()) {
            throw new Refusal(
                    ("job-array-name: \"%s\" is not an array name; write 1 to 40 of a-z, 0-9 and -,"
                                    + " a letter first and no - at the end")
                            .formatted(value));
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
