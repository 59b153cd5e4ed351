package io.jobarrays.contract;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Immutable set of indexes with a text form of ranges, {@code 3,17,40-63}. */
public final class IndexSet {
    /** Exclusive upper bound of indexes. */
    public static final int LIMIT = 10_000;

    private static final Pattern RANGE = Pattern.compile("\\d{1,5}(-\\d{1,5})?");

    private final BitSet bits;

    private IndexSet(BitSet bits) {
        this.bits = bits;
    }

    public static IndexSet of(Collection<Integer> indexes) {
        BitSet bits = new BitSet();
        indexes.forEach(bits::set);
        return new IndexSet(bits);
    }

    /** 0 up to but not including {@code size}. */
    public static IndexSet firstOf(int size) {
        BitSet bits = new BitSet();
        bits.set(0, size);
        return new IndexSet(bits);
    }

    public static IndexSet parse(String text) {
        String inner =
                text.startsWith("[") && text.endsWith("]")
                        ? text.substring(1, text.length() - 1)
                        : text;
        if (inner.isEmpty()) {
            return new IndexSet(new BitSet());
        }
        BitSet bits = new BitSet();
        for (String range : inner.split(",", -1)) {
            if (!RANGE.matcher(range).matches()) {
                throw refusal(text);
            }
            String[] ends = range.split("-", -1);
            int first = Integer.parseInt(ends[0]);
            int last = Integer.parseInt(ends[ends.length - 1]);
            if (first > last || last >= LIMIT) {
                throw refusal(text);
            }
            bits.set(first, last + 1);
        }
        return new IndexSet(bits);
    }

    public boolean contains(int index) {
        return bits.get(index);
    }

    public int size() {
        return bits.cardinality();
    }

    public boolean isEmpty() {
        return bits.isEmpty();
    }

    /** The lowest index; 0 for the empty set. */
    public int first() {
        return Math.max(bits.nextSetBit(0), 0);
    }

    /** The highest index; 0 for the empty set. */
    public int last() {
        return Math.max(bits.length() - 1, 0);
    }

    /** Number of indexes below this one. */
    public int countBelow(int index) {
        return bits.get(0, index).cardinality();
    }

    public IntStream stream() {
        return bits.stream();
    }

    public List<Integer> toList() {
        return bits.stream().boxed().toList();
    }

    /** Ranges without brackets; empty text for the empty set. */
    public String ranges() {
        List<String> ranges = new ArrayList<>();
        for (int first = bits.nextSetBit(0); first >= 0; ) {
            int end = bits.nextClearBit(first);
            ranges.add(end - first == 1 ? "" + first : first + "-" + (end - 1));
            first = bits.nextSetBit(end);
        }
        return String.join(",", ranges);
    }

    /** Display form: {@code [3,17,40-63]}. */
    @Override
    public String toString() {
        return "[" + ranges() + "]";
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof IndexSet set && set.bits.equals(bits);
    }

    @Override
    public int hashCode() {
        return bits.hashCode();
    }

    private static Refusal refusal(String text) {
        return new Refusal(
                "\"%s\" is not a set of indexes below %d; write 3,17,40-63".formatted(text, LIMIT));
    }
}
