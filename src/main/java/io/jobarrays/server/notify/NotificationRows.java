package io.jobarrays.server.notify;

import io.jobarrays.server.net.NotifyTarget;
import io.jobarrays.server.notify.Notification.State;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Rows of notifications and of the targets of executions. */
@ApplicationScoped
class NotificationRows {
    private static final Duration RETENTION = Duration.ofDays(7);

    private final TransactionSynchronizationRegistry transactions;
    private final Clock clock;

    NotificationRows(TransactionSynchronizationRegistry transactions, Clock clock) {
        this.transactions = transactions;
        this.clock = clock;
    }

    private record AfterCommit(Runnable action) implements Synchronization {
        @Override
        public void beforeCompletion() {}

        @Override
        public void afterCompletion(int status) {
            action.run();
        }
    }

    /** Within the caller's transaction, which inserts the execution. */
    void insertTarget(long execution, NotifyTarget target) {
        ExecutionTarget row = new ExecutionTarget();
        row.execution = execution;
        row.target = target.text();
        row.persist();
    }

    Optional<NotifyTarget> targetOf(long execution) {
        return QuarkusTransaction.joiningExisting()
                .call(() -> ExecutionTarget.<ExecutionTarget>findByIdOptional(execution))
                .map(row -> NotifyTarget.ofText(row.target));
    }

    /** A row of the same warning is inserted once. */
    void insert(Notification row, Runnable afterCommit) {
        QuarkusTransaction.joiningExisting()
                .run(
                        () -> {
                            transactions.registerInterposedSynchronization(
                                    new AfterCommit(afterCommit));
                            if (row.warning == null
                                    || Notification.count("warning", row.warning) == 0) {
                                row.persist();
                            }
                        });
    }

    /** Due ones that are not being sent, the oldest first. */
    List<Notification> due(Instant now, Collection<String> sending, int limit) {
        return QuarkusTransaction.requiringNew()
                .call(
                        () ->
                                Notification.<Notification>find(
                                                "state = ?1 and dueAt <= ?2 and id not in ?3"
                                                        + " order by dueAt",
                                                State.PENDING,
                                                now,
                                                sending.isEmpty() ? List.of("") : sending)
                                        .range(0, limit - 1)
                                        .list());
    }

    /** The newest of those that are more than may wait. */
    List<Notification> surplus(int maxPending) {
        return QuarkusTransaction.requiringNew()
                .call(
                        () ->
                                Notification.count("state", State.PENDING) <= maxPending
                                        ? List.of()
                                        : Notification.<Notification>find(
                                                        "state = ?1 order by createdAt",
                                                        State.PENDING)
                                                .range(maxPending, maxPending + 999)
                                                .list());
    }

    void retryAt(Notification row, Instant dueAt) {
        QuarkusTransaction.requiringNew()
                .run(
                        () ->
                                Notification.update(
                                        "attempts = attempts + 1, dueAt = ?1 where id = ?2",
                                        dueAt,
                                        row.id));
    }

    void end(Notification row, State state, int attempts) {
        QuarkusTransaction.requiringNew()
                .run(
                        () ->
                                Notification.update(
                                        "state = ?1, attempts = attempts + ?2 where id = ?3",
                                        state,
                                        attempts,
                                        row.id));
    }

    void deleteOld() {
        QuarkusTransaction.requiringNew()
                .run(
                        () ->
                                Notification.delete(
                                        "state <> ?1 and createdAt < ?2",
                                        State.PENDING,
                                        clock.instant().minus(RETENTION)));
    }
}
