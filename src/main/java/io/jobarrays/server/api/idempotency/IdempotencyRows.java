package io.jobarrays.server.api.idempotency;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/** Rows of idempotent calls, kept for 24 hours. */
@ApplicationScoped
class IdempotencyRows {
    private static final Duration RETENTION = Duration.ofHours(24);

    private final Clock clock;

    IdempotencyRows(Clock clock) {
        this.clock = clock;
    }

    /** True for one caller only, also when several take the key concurrently. */
    boolean take(String key, String request) {
        return QuarkusTransaction.requiringNew().call(() -> insert(key, request));
    }

    private boolean insert(String key, String request) {
        return IdempotentCall.getEntityManager()
                        .createNativeQuery(
                                """
                                insert into idempotent_call (key, request, created_at)
                                values (?1, ?2, ?3)
                                on conflict (key) do update set request = excluded.request,
                                    status = null, location = null, content_type = null,
                                    headers = null, body = null, created_at = excluded.created_at
                                where idempotent_call.created_at < ?4
                                """)
                        .setParameter(1, key)
                        .setParameter(2, request)
                        .setParameter(3, clock.instant())
                        .setParameter(4, clock.instant().minus(RETENTION))
                        .executeUpdate()
                == 1;
    }

    Optional<IdempotentCall> find(String key) {
        return QuarkusTransaction.requiringNew().call(() -> IdempotentCall.findByIdOptional(key));
    }

    void store(String key, StoredAnswer answer) {
        QuarkusTransaction.requiringNew()
                .run(
                        () -> {
                            IdempotentCall row =
                                    Objects.requireNonNull(IdempotentCall.findById(key));
                            row.status = answer.status();
                            row.location = answer.location();
                            row.contentType = answer.contentType();
                            row.headers = answer.headers();
                            row.body = answer.body();
                        });
    }

    void free(String key) {
        QuarkusTransaction.requiringNew().run(() -> IdempotentCall.deleteById(key));
    }

    @Scheduled(every = "1h", delayed = "10m")
    void deleteExpired() {
        QuarkusTransaction.requiringNew()
                .run(
                        () ->
                                IdempotentCall.delete(
                                        "createdAt < ?1", clock.instant().minus(RETENTION)));
    }
}
