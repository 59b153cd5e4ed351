package io.jobarrays.server.arrays.spec;

import io.jobarrays.contract.IndexSet;
import io.jobarrays.contract.Refusal;

/** Reads which indexes of the count are launched, and how many of them at one time. */
final class IndexesFlag {
    static final String NAME = "indexes";
    static final String REUSE = "reuse";
    private static final String MAX_CONCURRENT = "max-concurrent";

    private IndexesFlag() {}

    /** All of the count without the flag. */
    static IndexSet of(FlagReader flags, int count) {
        String text = flags.text(NAME);
        if (text == null) {
            return IndexSet.firstOf(count);
        }
        if (flags.text("count") == null && flags.text(SweepFlag.NAME) == null) {
            throw new Refusal(
                    "indexes: only with count or sweep, which say how many the whole array has");
        }
        IndexSet indexes = parse(text.strip());
        if (indexes.isEmpty()) {
            throw new Refusal(
                    "indexes: \"%s\" names no index; write 3,17,40-63 or leave it out for all"
                            .formatted(text));
        }
        IndexSet beyond =
                IndexSet.of(indexes.stream().filter(index -> index >= count).boxed().toList());
        if (!beyond.isEmpty()) {
            throw new Refusal(
                    "indexes: %s is not below the count, which is %d; write indexes of %s"
                            .formatted(beyond, count, IndexSet.firstOf(count)));
        }
        return indexes;
    }

    private static IndexSet parse(String text) {
        try {
            return IndexSet.parse(text);
        } catch (Refusal refusal) {
            throw new Refusal("indexes: " + refusal.sentence());
        }
    }

    /**
     * @param members number of indexes that are launched
     * @return as many as may have a machine at one time; {@code members} without limit
     */
    static int maxConcurrent(FlagReader flags, boolean barrier, int members) {
        int most = flags.number(MAX_CONCURRENT, members, 1, IndexSet.LIMIT);
        if (barrier && most < members) {
            throw new Refusal(
                    "max-concurrent and barrier: %d of %d cannot wait for all; leave one out"
                            .formatted(most, members));
        }
        if (flags.text("min-viable") != null && most < members) {
            throw new Refusal(
                    "max-concurrent and min-viable: only %d of %d come at first; leave one out"
                            .formatted(most, members));
        }
        return most;
    }

    /** Whether the machine of an index that has ended becomes that of one that waits. */
    static boolean reusesMachines(FlagReader flags) {
        if (flags.text(REUSE) != null && flags.text(MAX_CONCURRENT) == null) {
            throw new Refusal(
                    "reuse: only with max-concurrent; without it each index has a machine of its own");
        }
        return flags.text(REUSE) == null || flags.flag(REUSE);
    }
}
