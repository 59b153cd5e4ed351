package io.jobarrays.contract;

import java.util.regex.Pattern;

/** Pattern of member names with {@code {index}} and {@code {job-array-name}} placeholders. */
public record NamePattern(String value) {
    public static final NamePattern DEFAULT = new NamePattern("{job-array-name}-{index}");

    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{[^}]*}");

    /** Name of a member, a DNS label. */
    public String nameOf(ArrayName array, int index) {
        return value.replace("{job-array-name}", array.value()).replace("{index}", "" + index);
    }

    /**
     * Refuses a pattern that gives two members the same name, or a name that is not a DNS label.
     */
    public void check(ArrayName array, int size) {
        if (size > 1 && !value.contains("{index}")) {
            throw new Refusal(
                    "instance-names: \"%s\" gives all %d members one name; put {index} in it"
                            .formatted(value, size));
        }
        String longest = nameOf(array, size - 1);
        var unknown = PLACEHOLDER.matcher(longest);
        if (unknown.find()) {
            throw new Refusal(
                    "instance-names: %s is not known; write {index} or {job-array-name}"
                            .formatted(unknown.group()));
        }
        if (!LABEL.matcher(longest).matches()) {
            throw new Refusal(
                    ("instance-names: \"%s\" gives \"%s\", which is no DNS label; use 1 to 63 of"
                                    + " a-z, 0-9 and -")
                            .formatted(value, longest));
        }
    }
}
