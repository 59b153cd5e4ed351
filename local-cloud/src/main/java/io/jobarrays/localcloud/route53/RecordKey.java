package io.jobarrays.localcloud.route53;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * What a record set is found by, in Route 53's order: labels from the right, then the type.
 *
 * @param reversed {@code host.spore.a-0.}, so that plain order is Route 53's
 */
record RecordKey(String reversed, String type) implements Comparable<RecordKey> {
    private static final Comparator<RecordKey> ORDER =
            Comparator.comparing(RecordKey::reversed).thenComparing(RecordKey::type);

    static RecordKey of(String name, String type) {
        return new RecordKey(reverse(name), type);
    }

    /** Lower case, with the dot at its end, an asterisk as Route 53 shows it. */
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
