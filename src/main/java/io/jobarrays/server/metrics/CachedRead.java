package io.jobarrays.server.metrics;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Result of a read that many gauges share, read again when it is asked for and older than {@link
 * #MAX_AGE}. Empty while the read fails.
 */
final class CachedRead<T> {
    static final Duration MAX_AGE = Duration.ofSeconds(5);

    private static final Logger LOG = Logger.getLogger(CachedRead.class);

    private final Supplier<T> read;
    private final LongSupplier nanos;
    private final ReentrantLock lock = new ReentrantLock();
    private Optional<T> result = Optional.empty();
    private boolean wasRead;
    private long readAt;

    CachedRead(Supplier<T> read) {
        this(read, System::nanoTime);
    }

    /**
     * @param nanos clock
     */
    CachedRead(Supplier<T> read, LongSupplier nanos) {
        this.read = read;
        this.nanos = nanos;
    }

    Optional<T> get() {
        lock.lock();
        try {
            if (!wasRead || nanos.getAsLong() - readAt > MAX_AGE.toNanos()) {
                result = tryRead();
                wasRead = true;
                readAt = nanos.getAsLong();
            }
            return result;
        } finally {
            lock.unlock();
        }
    }

    /** A scrape shows what it can, also during an outage of the database. */
    private Optional<T> tryRead() {
        try {
            return Optional.of(read.get());
        } catch (RuntimeException e) {
            LOG.debugf("figures for metrics are not read: %s", e.getMessage());
            return Optional.empty();
        }
    }
}
