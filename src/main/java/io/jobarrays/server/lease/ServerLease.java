package io.jobarrays.server.lease;

import io.jobarrays.server.background.BackgroundLoop;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.SQLException;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * Lease of the one server that acts on the arrays of a database. A second server waits for it at
 * its start. One that has lost it, since it was paused or had no database for too long, ends: the
 * database refuses its writes.
 */
@ApplicationScoped
public class ServerLease {
    private static final Logger LOG = Logger.getLogger(ServerLease.class);
    private static final Duration RENEW_INTERVAL = Duration.ofSeconds(2);
    private static final Duration TAKE_INTERVAL = Duration.ofMillis(500);
    private static final int LOST_EXIT_CODE = 1;

    private final ServerLeaseRows rows;
    private volatile long renewedNanos = System.nanoTime();
    private final BackgroundLoop loop = new BackgroundLoop(this::renew, this::renewFailed);

    ServerLease(ServerLeaseRows rows) {
        this.rows = rows;
    }

    /** A new version must not change tables under a server that acts. */
    void takeBeforeMigrations() throws SQLException, InterruptedException {
        if (rows.exist()) {
            take();
        }
    }

    /** Priority: before anything else is written. */
    void start(@Observes @Priority(10) StartupEvent event)
            throws SQLException, InterruptedException {
        take();
        renewedNanos = System.nanoTime();
        loop.start("server-lease");
    }

    /** Time since the lease was taken or renewed; another server may take it after ten seconds. */
    public Duration sinceRenewal() {
        return Duration.ofNanos(System.nanoTime() - renewedNanos);
    }

    private void take() throws SQLException, InterruptedException {
        if (!rows.take()) {
            LOG.info("another server acts on the arrays of this database; waiting for its end");
            Thread waiting = Thread.currentThread();
            // Quarkus ends nothing before the start is over.
            Thread interrupt = new Thread(waiting::interrupt);
            Runtime.getRuntime().addShutdownHook(interrupt);
            while (!rows.take()) {
                // An expiry sends no signal.
                Thread.sleep(TAKE_INTERVAL);
            }
            Runtime.getRuntime().removeShutdownHook(interrupt);
        }
    }

    /** Priority: after everything that is written at the end. */
    void stop(@Observes @Priority(3000) ShutdownEvent event) {
        loop.stop();
        try {
            rows.release();
        } catch (SQLException e) {
            // Without the database, the lease expires by itself.
            LOG.debugf("the lease was not released: %s", e.getMessage());
        }
    }

    private Duration renew() throws SQLException {
        if (!rows.renew()) {
            LOG.error("another server has taken over the arrays of this database; this one ends");
            // As if killed: an orderly end takes seconds, in which threads that woke up with this
            // one would act on what they knew before the pause.
            Runtime.getRuntime().halt(LOST_EXIT_CODE);
        }
        renewedNanos = System.nanoTime();
        return RENEW_INTERVAL;
    }

    private Duration renewFailed(Exception e) {
        LOG.warnf(
                "the lease of this server is not renewed, retry in %s: %s",
                RENEW_INTERVAL, e.getMessage());
        return RENEW_INTERVAL;
    }
}
