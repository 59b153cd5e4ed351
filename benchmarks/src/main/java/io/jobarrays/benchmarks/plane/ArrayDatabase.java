package io.jobarrays.benchmarks.plane;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Read access to the control plane's database, on a connection of its own whose process is left out
 * of the measured CPU: polls of the REST API would be part of it.
 */
public final class ArrayDatabase implements AutoCloseable {
    private static final String PROGRESS =
            """
            select a.state, a.outcome, a.reason, a.size, i.launched, i.enrolled, m.with_peers,
                   m.ended, i.last_enrolled_at, m.last_ended_at, a.ended_at
            from job_array a,
                 lateral (select count(*) filter (where peers_generation > 0) as with_peers,
                                 count(ended_at) as ended, max(ended_at) as last_ended_at
                          from member where array_id = a.id) m,
                 lateral (select count(*) as launched, count(enrolled_at) as enrolled,
                                 max(enrolled_at) as last_enrolled_at
                          from instance where array_id = a.id) i
            where a.id = ?
            """;

    private final Connection connection;
    private long ownStatements;

    private ArrayDatabase(Connection connection) {
        this.connection = connection;
    }

    /** Counters of the database, without the statements of this connection. */
    public record Statistics(long transactions, long rowsRead) {}

    static ArrayDatabase connect(int port, String password) throws IOException {
        try {
            return new ArrayDatabase(
                    DriverManager.getConnection(
                            "jdbc:postgresql://127.0.0.1:%d/postgres".formatted(port),
                            "postgres",
                            password));
        } catch (SQLException e) {
            throw new IOException("no connection to PostgreSQL at port " + port, e);
        }
    }

    /** Process id of this connection. */
    public long processId() throws IOException {
        return query("select pg_backend_pid()", "", row -> row.getLong(1)).getFirst();
    }

    public ArrayProgress progress(String array) throws IOException {
        return query(PROGRESS, array, ArrayDatabase::progress).getFirst();
    }

    /** When the peers were first published; empty before. */
    public Optional<Instant> peersPublishedAt(String array) throws IOException {
        return query(
                        "select min(at) from event where array_id = ? and text like '%: peers of %'",
                        array, row -> Optional.ofNullable(instant(row, 1)))
                .getFirst();
    }

    /** The newest events of an array, the newest first. */
    public List<String> lastEvents(String array) throws IOException {
        return query(
                "select text from event where array_id = ? order by seq desc limit 3",
                array,
                row -> row.getString(1));
    }

    /** State of an execution, as {@code COMPLETED}. */
    public String executionState(long execution) throws IOException {
        return query(
                        "select state from execution where id = ?::bigint",
                        "" + execution,
                        row -> row.getString(1))
                .getFirst();
    }

    /** Arrays of the stages of an execution, in their order. */
    public List<String> stageArrays(long execution) throws IOException {
        return query(
                "select array_id from stage where execution = ?::bigint order by position",
                "" + execution,
                row -> row.getString(1));
    }

    /** Instances that an array has. */
    public List<String> instances(String array) throws IOException {
        return query(
                "select instance_id from instance where array_id = ?",
                array,
                row -> row.getString(1));
    }

    /**
     * Committed changes of phase of the members that have succeeded, of all arrays: from planned to
     * arrived, to peers and to ended. Indexes that take over a machine skip launched.
     */
    public long phaseChanges() throws IOException {
        return query(
                        "select 2 * count(*) + count(*) filter (where peers_generation > 0)"
                                + " from member where exit_status = 'EXIT_0'",
                        "",
                        row -> row.getLong(1))
                .getFirst();
    }

    /** Members of all arrays whose work has ended with success. */
    public long membersSucceeded() throws IOException {
        return query(
                        "select count(*) from member where exit_status = 'EXIT_0'",
                        "",
                        row -> row.getLong(1))
                .getFirst();
    }

    public Statistics statistics() throws IOException {
        long own = ownStatements;
        return query(
                        """
                        select xact_commit + xact_rollback, tup_returned + tup_fetched
                        from pg_stat_database where datname = current_database()
                        """,
                        "",
                        row -> new Statistics(row.getLong(1) - own, row.getLong(2)))
                .getFirst();
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            System.err.println("benchmark: a database connection was not closed: " + e);
        }
    }

    private static ArrayProgress progress(ResultSet row) throws SQLException {
        return new ArrayProgress(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getInt(4),
                row.getInt(5),
                row.getInt(6),
                row.getInt(7),
                row.getInt(8),
                instant(row, 9),
                instant(row, 10),
                instant(row, 11));
    }

    private static @Nullable Instant instant(ResultSet row, int column) throws SQLException {
        Timestamp time = row.getTimestamp(column);
        return time == null ? null : time.toInstant();
    }

    private interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    private <T> List<T> query(String sql, String parameter, RowReader<T> reader)
            throws IOException {
        ownStatements++;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            if (sql.contains("?")) {
                statement.setString(1, parameter);
            }
            List<T> rows = new ArrayList<>();
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    rows.add(reader.read(result));
                }
            }
            return rows;
        } catch (SQLException e) {
            throw new IOException("the database of the control plane does not answer", e);
        }
    }
}
