package io.jobarrays.server;

import io.jobarrays.server.api.idempotency.WriteDetector;
import io.quarkus.hibernate.orm.PersistenceUnitExtension;
import io.quarkus.test.Mock;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * SQL statements that an action prepares, counted by thread: the loops of the server use the
 * database all the time.
 */
@Mock
@PersistenceUnitExtension
@ApplicationScoped
public class StatementCount extends WriteDetector {
    private static final long serialVersionUID = 1L;

    private static final Map<String, LongAdder> OF_THREADS = new ConcurrentHashMap<>();

    /**
     * The least of some runs: not every run takes a number from a sequence, and the reconciler of
     * the array may change it, too.
     *
     * @return statements of this thread
     */
    public static long leastOf(int runs, IntConsumer action) {
        return leastOf(Thread.currentThread().getName(), runs, action);
    }

    /**
     * As {@link #leastOf(int, IntConsumer)}.
     *
     * @return statements of the thread of the array's owner
     */
    public static long leastOfOwner(String arrayId, int runs, IntConsumer action) {
        return leastOf("owner-" + arrayId, runs, action);
    }

    private static long leastOf(String thread, int runs, IntConsumer action) {
        LongAdder statements = OF_THREADS.computeIfAbsent(thread, name -> new LongAdder());
        return IntStream.range(0, runs)
                .mapToLong(
                        run -> {
                            long before = statements.sum();
                            action.accept(run);
                            return statements.sum() - before;
                        })
                .min()
                .orElseThrow();
    }

    @Override
    public String inspect(String sql) {
        LongAdder statements = OF_THREADS.get(Thread.currentThread().getName());
        if (statements != null) {
            statements.increment();
        }
        return super.inspect(sql);
    }
}
