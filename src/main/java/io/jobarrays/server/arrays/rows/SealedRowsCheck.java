package io.jobarrays.server.arrays.rows;

import io.jobarrays.server.state.Vault;
import jakarta.enterprise.inject.spi.CDI;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;

/**
 * Check that the key opens the sealed rows, before the lease is waited for: a server with another
 * key must not take it from one that works. Flyway creates it, see application.properties.
 */
public final class SealedRowsCheck implements Callback {
    private static final String TABLE = "select to_regclass('job_array')";
    private static final String NEWEST =
            "select flags from job_array where flags like ? order by created_at desc limit 1";

    /** Flyway validates the applied migrations before it calls what takes the lease. */
    @Override
    public boolean supports(Event event, Context context) {
        return event == Event.BEFORE_VALIDATE;
    }

    @Override
    public boolean canHandleInTransaction(Event event, Context context) {
        return true;
    }

    @Override
    public void handle(Event event, Context context) {
        try {
            check(context.getConnection(), CDI.current().select(Vault.class).get());
        } catch (SQLException e) {
            throw new IllegalStateException("the database cannot be read", e);
        }
    }

    @Override
    public String getCallbackName() {
        return "sealed rows";
    }

    static void check(Connection connection, Vault vault) throws SQLException {
        if (!hasTable(connection)) {
            return;
        }
        try (PreparedStatement newest = connection.prepareStatement(NEWEST)) {
            newest.setString(1, Vault.SEALED + "%");
            try (ResultSet row = newest.executeQuery()) {
                if (row.next()) {
                    vault.open(row.getString(1));
                }
            }
        }
    }

    private static boolean hasTable(Connection connection) throws SQLException {
        try (PreparedStatement table = connection.prepareStatement(TABLE);
                ResultSet row = table.executeQuery()) {
            return row.next() && row.getString(1) != null;
        }
    }
}
