package io.jobarrays.server.database;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.AgroalDataSource.FlushMode;
import io.jobarrays.server.background.BackgroundLoop;
import io.jobarrays.server.problems.StorageFailure;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Loop that watches the database, restarts the embedded one when its process has ended, and knows
 * since when and why the database does not answer.
 */
@ApplicationScoped
public class DatabaseSupervisor {
    private static final Logger LOG = Logger.getLogger(DatabaseSupervisor.class);
    private static final Duration WATCH_INTERVAL = Duration.ofMillis(500);
    private static final int QUERY_TIMEOUT_SECONDS = 5;

    /** A process is looked at on each run; a query costs the database something. */
    private static final Duration QUERY_INTERVAL = Duration.ofSeconds(2);

    /** A server that ran this long is started again at once. */
    private static final Duration STABLE_AFTER = Duration.ofSeconds(30);

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);

    /**
     * Outage of the database.
     *
     * @param reason one sentence, from the disk, the log of PostgreSQL or the driver
     */
    public record Outage(Instant since, String reason) {}

    private final AgroalDataSource pool;
    private final Event<DatabaseRestored> restored;
    private final Clock clock;
    private final BackgroundLoop loop = new BackgroundLoop(this::watch, this::watchFailed);
    private volatile Optional<Outage> outage = Optional.empty();
    private long lastQueryNanos = System.nanoTime();
    private long lastStartNanos = System.nanoTime();
    private Duration pause = WATCH_INTERVAL;

    DatabaseSupervisor(AgroalDataSource pool, Event<DatabaseRestored> restored, Clock clock) {
        this.pool = pool;
        this.restored = restored;
        this.clock = clock;
    }

    void start(@Observes StartupEvent event) {
        loop.start("database");
    }

    void stop(@Observes ShutdownEvent event) {
        loop.stop();
    }

    /** Empty while the database answers; asks it, unless an outage is known. */
    Optional<Outage> outage() {
        if (outage.isEmpty()) {
            query().ifPresent(this::down);
        }
        return outage;
    }

    private Duration watch() throws InterruptedException {
        Optional<EmbeddedDatabase> embedded = EmbeddedDatabase.ofThisProcess();
        if (embedded.isPresent() && !embedded.get().isRunning()) {
            return restart(embedded.get());
        }
        if (outage.isPresent() || isOlder(lastQueryNanos, QUERY_INTERVAL)) {
            lastQueryNanos = System.nanoTime();
            query().ifPresentOrElse(this::down, this::up);
        }
        return WATCH_INTERVAL;
    }

    private Duration watchFailed(Exception e) {
        LOG.warnf(e, "the database is looked at again in %s", WATCH_INTERVAL);
        return WATCH_INTERVAL;
    }

    /** Pauses longer after each start, so that a database that cannot run costs little. */
    private Duration restart(EmbeddedDatabase database) throws InterruptedException {
        down(database.reason());
        if (isOlder(lastStartNanos, STABLE_AFTER)) {
            pause = WATCH_INTERVAL;
        } else if (!isOlder(lastStartNanos, pause)) {
            return WATCH_INTERVAL;
        }
        lastStartNanos = System.nanoTime();
        try {
            database.restart();
            LOG.info("PostgreSQL is started again");
        } catch (IOException e) {
            down(String.valueOf(e.getMessage()));
        }
        pause = shorter(pause.multipliedBy(2), LONGEST_PAUSE);
        return Duration.ZERO;
    }

    private synchronized void down(String reason) {
        if (outage.isEmpty()) {
            LOG.errorf("the database does not answer: %s", reason);
        }
        Instant since = outage.map(Outage::since).orElseGet(clock::instant);
        outage = Optional.of(new Outage(since, reason));
    }

    private synchronized void up() {
        if (outage.isPresent()) {
            Instant since = outage.get().since();
            // All connections are older than the server that answers now.
            pool.flush(FlushMode.GRACEFUL);
            outage = Optional.empty();
            LOG.infof("the database answers again; it did not since %s", since);
            restored.fire(new DatabaseRestored(since));
        }
    }

    /** The reason when the database does not answer; a pool without a free connection is busy. */
    private Optional<String> query() {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.setQueryTimeout(QUERY_TIMEOUT_SECONDS);
            statement.execute("select 1");
            return Optional.empty();
        } catch (SQLException e) {
            return StorageFailure.of(e)
                    .filter(failure -> failure.kind() != StorageFailure.Kind.DATABASE_BUSY)
                    .map(StorageFailure::detail);
        }
    }

    private static boolean isOlder(long nanos, Duration age) {
        return System.nanoTime() - nanos > age.toNanos();
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
