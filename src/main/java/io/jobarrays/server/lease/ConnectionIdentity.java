package io.jobarrays.server.lease;

import io.agroal.api.AgroalPoolInterceptor;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/**
 * Writes the server's id into its database connections: the triggers of the lease read it, and a
 * server that takes over finds the sessions by it.
 */
@ApplicationScoped
class ConnectionIdentity implements AgroalPoolInterceptor {
    private final ServerId server;

    ConnectionIdentity(ServerId server) {
        this.server = server;
    }

    @Override
    public void onConnectionCreate(Connection connection) {
        try {
            identify(connection, server.value());
        } catch (SQLException e) {
            throw new IllegalStateException("a database connection without the server's id", e);
        }
    }

    static void identify(Connection connection, String server) throws SQLException {
        try (PreparedStatement set =
                connection.prepareStatement(
                        "select set_config('application_name', ?, false),"
                                + " set_config('spawn.server', ?, false)")) {
            set.setString(1, ServerLeaseRows.sessionName(server));
            set.setString(2, server);
            set.execute();
        }
    }
}
