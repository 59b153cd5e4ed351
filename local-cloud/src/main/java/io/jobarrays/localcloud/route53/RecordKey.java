package io.jobarrays.localcloud.route53;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Key of a record set in Route 53's order: labels from the right, then the type.
 *
 * @param reversed labels in reverse order, {@code host.spore.a-0.}
 */
record RecordKey(String reversed, String type) implements Comparable<RecordKey> {
    private static final Comparator<RecordKey> ORDER =
            Comparator.comparing(RecordKey::reversed).thenComparing(RecordKey::type);

    static RecordKey of(String name, String type) {
        return new RecordKey(reverse(name), type);
    }

    /** Lower case, with a trailing dot and an asterisk as {@code \052}, as Route 53 lists it. */
    static String canonical(String name) {
        String lower = name.toLowerCase(Locale.ROOT).replace("*", "\\052");
        return lower.endsWith(".") ? lower : lower + ".";
    }

    static String reverse(String name) {
        List<String> labels = List.of(canonical(name).split("\\."));
        return String.join(".", labels.reversed()) + ".";
    }

    @Override
    public int compareTo(RecordKey other) {
        return ORDER.compare(this, other);
    }
}
