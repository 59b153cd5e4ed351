package io.jobarrays.server.lease;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * The row of the lease; times are those of the database's clock. Plain JDBC, since the lease is
 * taken before the migrations, and Hibernate starts after them.
 */
@ApplicationScoped
class ServerLeaseRows {
    /** Short enough for a take-over within seconds, long enough for a slow host. */
    static final Duration LENGTH = Duration.ofSeconds(10);

    private static final Duration SESSION_END_TIMEOUT = Duration.ofSeconds(5);

    private final DataSource database;
    private final String server;
    private final ServerProcess process;

    /**
     * Last known state of the lease.
     *
     * @param expired by the clock of the database
     */
    private record Holder(String server, ServerProcess process, boolean expired) {}

    @Inject
    ServerLeaseRows(DataSource database, ServerId server) {
        this(database, server.value(), ServerProcess.current());
    }

    ServerLeaseRows(DataSource database, String server, ServerProcess process) {
        this.database = database;
        this.server = server;
        this.process = process;
    }

    /** Name of a server's sessions in {@code pg_stat_activity}. */
    static String sessionName(String server) {
        return "spawn " + server;
    }

    /** False in a database of before the lease. */
    boolean exist() throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement query =
                        connection.prepareStatement(
                                "select to_regclass('server_lease') is not null");
                ResultSet answer = query.executeQuery()) {
            return answer.next() && answer.getBoolean(1);
        }
    }

    /**
     * Takes the lease when it has expired or its process has ended; false otherwise. Transactions
     * of the earlier holder are then rolled back, or have ended.
     */
    boolean take() throws SQLException {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try {
                boolean taken = take(connection);
                connection.commit();
                return taken;
            } catch (SQLException e) {
                connection.rollback();
                throw e;
            } finally {
                connection.setAutoCommit(true);
            }
        }
    }

    private boolean take(Connection connection) throws SQLException {
        Optional<Holder> holder = holder(connection);
        if (holder.isPresent() && holder.get().server().equals(server)) {
            return true;
        }
        if (holder.isPresent() && !isOver(holder.get())) {
            return false;
        }
        if (holder.isPresent()) {
            // They hold locks, also of a paused process, or of a machine that is gone.
            endSessions(connection, holder.get().server());
        }
        waitForWriters(connection);
        return replace(connection, holder.map(Holder::server).orElse(""));
    }

    /** A live reload leaves the lease of an earlier application in the same process. */
    private boolean isOver(Holder holder) {
        return holder.expired()
                || holder.process().isSameAs(process)
                || holder.process().hasEnded();
    }

    private static Optional<Holder> holder(Connection connection) throws SQLException {
        try (PreparedStatement query =
                        connection.prepareStatement(
                                "select server, process, expires_at <= clock_timestamp()"
                                        + " from server_lease");
                ResultSet row = query.executeQuery()) {
            return row.next()
                    ? Optional.of(
                            new Holder(
                                    row.getString(1),
                                    ServerProcess.parse(row.getString(2)),
                                    row.getBoolean(3)))
                    : Optional.empty();
        }
    }

    private static void endSessions(Connection connection, String holder) throws SQLException {
        try (PreparedStatement end =
                connection.prepareStatement(
                        "select pg_terminate_backend(pid, ?) from pg_stat_activity where"
                                + " application_name = ? and usename = current_user")) {
            end.setLong(1, SESSION_END_TIMEOUT.toMillis());
            end.setString(2, sessionName(holder));
            end.execute();
        }
    }

    /** Writers hold this lock, shared, until their transactions end: V16__server_lease.sql. */
    private static void waitForWriters(Connection connection) throws SQLException {
        try (PreparedStatement lock =
                connection.prepareStatement(
                        "select pg_advisory_xact_lock('server_lease'::regclass::oid::bigint)")) {
            lock.execute();
        }
    }

    /** False when a third server was faster. */
    private boolean replace(Connection connection, String earlier) throws SQLException {
        try (PreparedStatement upsert =
                connection.prepareStatement(
                        "insert into server_lease as lease (server, process, expires_at) values"
                                + " (?, ?, clock_timestamp() + make_interval(secs => ?))"
                                + " on conflict (only_row) do update set"
                                + " server = excluded.server, process = excluded.process,"
                                + " expires_at = excluded.expires_at where lease.server = ?")) {
            upsert.setString(1, server);
            upsert.setString(2, process.toString());
            upsert.setLong(3, LENGTH.toSeconds());
            upsert.setString(4, earlier);
            return upsert.executeUpdate() == 1;
        }
    }

    /** False when another server has taken the lease. */
    boolean renew() throws SQLException {
        return expire(LENGTH);
    }

    /** Lets another server take it at once. */
    void release() throws SQLException {
        expire(Duration.ZERO);
    }

    private boolean expire(Duration length) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement update =
                        connection.prepareStatement(
                                "update server_lease set expires_at = clock_timestamp()"
                                        + " + make_interval(secs => ?) where server = ?")) {
            update.setLong(1, length.toSeconds());
            update.setString(2, server);
            return update.executeUpdate() == 1;
        }
    }
}
