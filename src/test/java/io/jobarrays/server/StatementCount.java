package io.jobarrays.server;

import jakarta.persistence.EntityManagerFactory;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.hibernate.SessionFactory;
import org.hibernate.stat.Statistics;

/** SQL statements that an action prepares. */
public final class StatementCount {
    private StatementCount() {}

    public static Statistics statistics(EntityManagerFactory sessions) {
        Statistics statistics = sessions.unwrap(SessionFactory.class).getStatistics();
        statistics.setStatisticsEnabled(true);
        return statistics;
    }

    /**
     * The least of some runs: the count is that of all threads, and the loops of the server use the
     * database, too.
     */
    public static long leastOf(EntityManagerFactory sessions, int runs, IntConsumer action) {
        Statistics statistics = statistics(sessions);
        return IntStream.range(0, runs)
                .mapToLong(
                        run -> {
                            long before = statistics.getPrepareStatementCount();
                            action.accept(run);
                            return statistics.getPrepareStatementCount() - before;
                        })
                .min()
                .orElseThrow();
    }
}
