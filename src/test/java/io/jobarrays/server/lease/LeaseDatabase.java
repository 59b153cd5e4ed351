package io.jobarrays.server.lease;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** A PostgreSQL with all tables, for servers that a test makes up. */
final class LeaseDatabase implements AutoCloseable {
    private final EmbeddedPostgres postgres;

    LeaseDatabase() throws IOException {
        postgres = EmbeddedPostgres.builder().setServerConfig("fsync", "off").start();
        Flyway.configure().dataSource(pool()).load().migrate();
    }

    private DataSource pool() {
        return postgres.getPostgresDatabase();
    }

    /** Rows as a server in another process sees them. */
    ServerLeaseRows rows(String server, ServerProcess process) {
        return new ServerLeaseRows(pool(), server, process);
    }

    /** A connection of no server. */
    Connection connection() throws SQLException {
        return pool().getConnection();
    }

    /** A connection of a server. */
    Connection connection(String server) throws SQLException {
        Connection connection = connection();
        ConnectionIdentity.identify(connection, server);
        return connection;
    }

    /** Runs a statement as a program that is no server. */
    void execute(String sql) throws SQLException {
        try (Connection connection = pool().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    boolean hasRow(String sql) throws SQLException {
        return !texts(sql).isEmpty();
    }

    /** First column of all rows. */
    List<String> texts(String sql) throws SQLException {
        try (Connection connection = pool().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            List<String> texts = new ArrayList<>();
            while (row.next()) {
                texts.add(row.getString(1));
            }
            return texts;
        }
    }

    @Override
    public void close() throws IOException {
        postgres.close();
    }
}
