package io.jobarrays.server.arrays.snapshot;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Rows of arrays as they were committed last, kept until the next commit of their owner, which is
 * their only writer. So a read of many quiet arrays needs no query.
 */
@ApplicationScoped
public class CommittedRows {
    /** About 2 KiB each. */
    private static final int MAX_MEMBERS = 20_000;

    private final Cache<String, Entry> entries =
            Caffeine.newBuilder()
                    .maximumWeight(MAX_MEMBERS)
                    .weigher((String id, Entry entry) -> entry.weight())
                    .build();

    /**
     * Rows of one array, or the place for them while they are read. Compared by identity: an array
     * that changes meanwhile loses its place, and what was read is not kept.
     */
    private static final class Entry {
        final @Nullable ArrayRows rows;

        Entry(@Nullable ArrayRows rows) {
            this.rows = rows;
        }

        int weight() {
            return rows == null ? 1 : 1 + rows.members().size();
        }
    }

    /** The owner of the array has committed a change, or may have. */
    public void changed(String arrayId) {
        entries.invalidate(arrayId);
    }

    /**
     * Rows in the order of the ids, without arrays that do not exist.
     *
     * @param load reads rows that are not known, by id, in a transaction that begins with the call
     */
    List<ArrayRows> of(List<String> arrayIds, Function<List<String>, Map<String, ArrayRows>> load) {
        Map<String, Entry> places = new HashMap<>();
        arrayIds.forEach(id -> places.put(id, place(id)));
        List<String> unknown =
                arrayIds.stream().filter(id -> known(places, id) == null).distinct().toList();
        Map<String, ArrayRows> loaded = unknown.isEmpty() ? Map.of() : load.apply(unknown);
        loaded.forEach(
                (id, rows) ->
                        entries.asMap()
                                .replace(
                                        id,
                                        Objects.requireNonNull(places.get(id)),
                                        new Entry(rows)));
        return arrayIds.stream()
                .flatMap(
                        id -> {
                            ArrayRows rows = known(places, id);
                            return Stream.ofNullable(rows == null ? loaded.get(id) : rows);
                        })
                .toList();
    }

    private Entry place(String arrayId) {
        return entries.get(arrayId, id -> new Entry(null));
    }

    private static @Nullable ArrayRows known(Map<String, Entry> places, String arrayId) {
        return Objects.requireNonNull(places.get(arrayId)).rows;
    }
}
