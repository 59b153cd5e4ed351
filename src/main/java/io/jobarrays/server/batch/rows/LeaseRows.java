package io.jobarrays.server.batch.rows;

import io.jobarrays.server.lease.ServerId;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Leases of the executions that this server runs. One of another server is void: only the server
 * that holds the lease of the database can write a row. One of this server expires by the
 * database's clock when the execution's run does not renew it.
 */
@ApplicationScoped
public class LeaseRows {
    /** Short enough for a take-over within seconds, long enough for a slow host. */
    private static final int LEASE_SECONDS = 10;

    private final EntityManager database;

    private final String owner;

    private final Set<Long> held = ConcurrentHashMap.newKeySet();

    LeaseRows(EntityManager database, ServerId server) {
        this.database = database;
        this.owner = server.value();
    }

    /** False if this server holds it. */
    public boolean take(long execution) {
        int rows =
                update(
                        """
                        insert into lease (execution, owner, epoch, expires_at)
                        values (?1, ?2, 1, now() + make_interval(secs => ?3))
                        on conflict (execution) do update
                        set owner = excluded.owner, epoch = lease.epoch + 1,
                            expires_at = excluded.expires_at
                        where lease.expires_at <= now() or lease.owner <> excluded.owner
                        """,
                        execution,
                        owner,
                        LEASE_SECONDS);
        if (rows == 1) {
            held.add(execution);
        }
        return rows == 1;
    }

    /** Without the database: the lease expires by itself. */
    public void forget(long execution) {
        held.remove(execution);
    }

    /** Id of this server. */
    public String owner() {
        return owner;
    }

    public boolean holds(long execution) {
        return held.contains(execution);
    }

    public Set<Long> held() {
        return Set.copyOf(held);
    }

    /**
     * Renews every lease that this process holds.
     *
     * @return those that other processes have taken, since this process did not renew in time
     */
    public List<Long> renew() {
        Set<Long> before = held();
        if (before.isEmpty()) {
            return List.of();
        }
        Set<Long> renewed = Set.copyOf(QuarkusTransaction.requiringNew().call(() -> renew(before)));
        return before.stream().filter(execution -> !renewed.contains(execution)).toList();
    }

    /** One statement, however many executions run. */
    @SuppressWarnings("unchecked")
    private List<Long> renew(Set<Long> executions) {
        return database.createNativeQuery(
                        """
                        update lease set expires_at = now() + make_interval(secs => ?3)
                        where execution = any(?1) and owner = ?2 returning execution
                        """,
                        Long.class)
                .setParameter(1, executions.toArray(Long[]::new))
                .setParameter(2, owner)
                .setParameter(3, LEASE_SECONDS)
                .getResultList();
    }

    /**
     * Releases the lease, so that any process may take it.
     *
     * @param seconds until it may be taken
     */
    public void release(long execution, int seconds) {
        held.remove(execution);
        update(
                """
                update lease set expires_at = now() + make_interval(secs => ?3)
                where execution = ?1 and owner = ?2
                """,
                execution,
                owner,
                seconds);
    }

    private int update(String sql, long execution, String by, int seconds) {
        return QuarkusTransaction.requiringNew()
                .call(
                        () ->
                                database.createNativeQuery(sql)
                                        .setParameter(1, execution)
                                        .setParameter(2, by)
                                        .setParameter(3, seconds)
                                        .executeUpdate());
    }
}
