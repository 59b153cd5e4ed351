package io.jobarrays.server.arrays.rows;

import io.quarkus.narayana.jta.QuarkusTransaction;
import java.util.HashMap;
import java.util.Map;
import org.hibernate.Session;

/** Numbers of rows by state, from one statement. */
public final class StateCounts {
    private StateCounts() {}

    /**
     * @param query selects states and the number of their rows
     */
    public static Map<String, Long> read(String query) {
        return QuarkusTransaction.requiringNew()
                .call(
                        () -> {
                            Map<String, Long> counts = new HashMap<>();
                            JobArray.getEntityManager()
                                    .unwrap(Session.class)
                                    .createNativeQuery(query, Object[].class)
                                    .getResultList()
                                    .forEach(
                                            row ->
                                                    counts.put(
                                                            String.valueOf(row[0]),
                                                            ((Number) row[1]).longValue()));
                            return counts;
                        });
    }
}
