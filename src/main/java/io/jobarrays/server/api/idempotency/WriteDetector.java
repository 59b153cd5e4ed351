package io.jobarrays.server.api.idempotency;

import io.quarkus.hibernate.orm.PersistenceUnitExtension;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import org.hibernate.resource.jdbc.spi.StatementInspector;
import org.jspecify.annotations.Nullable;

/**
 * Detects whether a request has written to the database, on the one thread that runs it. A write
 * that was rolled back counts, too.
 */
@PersistenceUnitExtension
@ApplicationScoped
public class WriteDetector implements StatementInspector {
    private static final long serialVersionUID = 1L;

    private static final ThreadLocal<@Nullable AtomicBoolean> WRITTEN = new ThreadLocal<>();

    /** Becomes true with the first write of this thread, until {@link #stop}. */
    static AtomicBoolean start() {
        AtomicBoolean written = new AtomicBoolean();
        WRITTEN.set(written);
        return written;
    }

    static void stop() {
        WRITTEN.remove();
    }

    @Override
    public String inspect(String sql) {
        AtomicBoolean written = WRITTEN.get();
        if (written != null && !sql.stripLeading().toLowerCase(Locale.ROOT).startsWith("select")) {
            written.set(true);
        }
        return sql;
    }
}
