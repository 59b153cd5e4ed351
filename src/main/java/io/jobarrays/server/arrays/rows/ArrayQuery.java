package io.jobarrays.server.arrays.rows;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Query for a page of arrays, newest first; pages continue after a key, not an offset. */
public final class ArrayQuery {
    private ArrayQuery() {}

    public static List<JobArray> list(ArrayFilter filter) {
        List<String> terms = new ArrayList<>(List.of("1 = 1"));
        Map<String, Object> values = new HashMap<>();
        equal("name", filter.name(), terms, values);
        equal("id", filter.id(), terms, values);
        equal("region", filter.region(), terms, values);
        if (filter.id() == null && filter.state() == null) {
            terms.add("endedAt is null");
        }
        JobArray last = filter.before() == null ? null : JobArray.findById(filter.before());
        if (last != null) {
            terms.add("(createdAt < :at or (createdAt = :at and id > :last))");
            values.put("at", last.createdAt);
            values.put("last", last.id);
        }
        return JobArray.<JobArray>find(
                        String.join(" and ", terms) + " order by createdAt desc, id", values)
                .page(0, filter.limit())
                .list();
    }

    private static void equal(
            String column, @Nullable String value, List<String> terms, Map<String, Object> values) {
        if (value != null) {
            terms.add(column + " = :" + column);
            values.put(column, value);
        }
    }
}
