package io.jobarrays.server.dns;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;

/** Splits names with more addresses than a record holds: the first 400, and shards of all. */
final class NameShards {
    /** Route 53's limit of values in one record set. */
    static final int MAX_VALUES_PER_RECORD = 400;

    private NameShards() {}

    /**
     * @return at most 400 sorted addresses by full name in lower case; a {@code label.…} with more
     *     also has {@code label-g0.…}, {@code label-g1.…} and so on
     */
    static SequencedMap<String, List<String>> of(Map<String, List<String>> addresses) {
        SequencedMap<String, List<String>> sharded = new LinkedHashMap<>();
        addresses.forEach((name, all) -> put(sharded, name.toLowerCase(Locale.ROOT), all));
        return sharded;
    }

    private static void put(Map<String, List<String>> sharded, String name, List<String> given) {
        List<String> all = given.stream().distinct().sorted().toList();
        if (all.isEmpty()) {
            return;
        }
        sharded.put(name, all.subList(0, Math.min(MAX_VALUES_PER_RECORD, all.size())));
        if (all.size() > MAX_VALUES_PER_RECORD) {
            int dot = name.indexOf('.');
            for (int shard = 0; shard * MAX_VALUES_PER_RECORD < all.size(); shard++) {
                int end = Math.min(all.size(), (shard + 1) * MAX_VALUES_PER_RECORD);
                sharded.put(
                        name.substring(0, dot) + "-g" + shard + name.substring(dot),
                        all.subList(shard * MAX_VALUES_PER_RECORD, end));
            }
        }
    }
}
