package io.jobarrays.server.arrays.reconcile;

import io.jobarrays.server.SpawnConfig;
import io.jobarrays.server.arrays.owner.ArrayOwners;
import io.jobarrays.server.arrays.rows.JobArray;
import io.jobarrays.server.arrays.snapshot.ArrayCost;
import io.jobarrays.server.arrays.snapshot.ArraySnapshot;
import io.jobarrays.server.net.NotifyTarget;
import io.jobarrays.server.notify.Notifications;
import io.jobarrays.server.notify.NotifyEvent;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Notifies of a TTL that is about to end and of a cost above its limit, each once. */
@ApplicationScoped
class ArrayWarnings {
    private static final Logger LOG = Logger.getLogger(ArrayWarnings.class);
    private static final String COST = "cost warning";

    private final ArrayOwners owners;
    private final Notifications notifications;
    private final SpawnConfig.Notify config;
    private final Clock clock;

    ArrayWarnings(
            ArrayOwners owners, Notifications notifications, SpawnConfig config, Clock clock) {
        this.owners = owners;
        this.notifications = notifications;
        this.config = config.notifications();
        this.clock = clock;
    }

    private record Row(long execution, @Nullable String stage, String name) {
        static Row of(JobArray array) {
            return new Row(
                    array.execution, array.stage, array.stage == null ? array.name : array.stage);
        }
    }

    /** Does not fail: the array goes on without its warnings. */
    void check(ArraySnapshot array, ArrayReconciler reconciler) {
        try {
            TtlWarning.due(array, config.ttlWarning(), clock.instant())
                    .filter(deadline -> reconciler.isFirst("TTL warning " + deadline))
                    .ifPresent(deadline -> warnOfTtl(array, deadline));
            costLimit(array)
                    .filter(limit -> !reconciler.isRecorded(COST))
                    .ifPresent(limit -> checkCost(array, limit, reconciler));
        } catch (RuntimeException e) {
            LOG.warnf(e, "array %s: a warning is not sent", array.id());
        }
    }

    private Optional<BigDecimal> costLimit(ArraySnapshot array) {
        return Optional.ofNullable(array.spec().notifications().cost()).or(config::costWarning);
    }

    private void warnOfTtl(ArraySnapshot array, Instant deadline) {
        Row row = owners.call(array.id(), it -> Row.of(it.row()));
        NotifyEvent event =
                NotifyEvent.ttlWarning(
                        row.execution(), row.stage(), array.id(), row.name(), deadline);
        send(array, row, "ttl " + deadline.toEpochMilli(), event);
    }

    private void checkCost(ArraySnapshot array, BigDecimal limit, ArrayReconciler reconciler) {
        Instant now = clock.instant();
        BigDecimal usd =
                owners.call(array.id(), it -> ArrayCost.exactUsd(it.instances().all(), now));
        if (usd.compareTo(limit) > 0 && reconciler.isFirst(COST)) {
            Row row = owners.call(array.id(), it -> Row.of(it.row()));
            NotifyEvent event =
                    NotifyEvent.costWarning(
                            row.execution(),
                            row.stage(),
                            array.id(),
                            row.name(),
                            usd.setScale(Math.max(2, limit.scale()), RoundingMode.UP),
                            limit);
            send(array, row, "cost " + limit.toPlainString(), event);
        }
    }

    private void send(ArraySnapshot array, Row row, String warning, NotifyEvent event) {
        Optional<NotifyTarget> target =
                Optional.ofNullable(array.spec().notifications().target())
                        .or(() -> notifications.targetOf(row.execution()));
        target.ifPresent(it -> notifications.warnOnce(array.id() + " " + warning, event, it));
    }
}
