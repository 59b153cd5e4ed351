package io.jobarrays.server.lease;

import io.agroal.api.AgroalPoolInterceptor;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/**
 * Writes the server's id into its database connections: the triggers of the lease read it, and a
 * server that takes over finds the sessions by it. The pool creates its first connections before it
 * knows this interceptor, so that each connection is checked when it is taken from the pool; the
 * driver knows the name of the session, and no statement is sent when it is right.
 */
@ApplicationScoped
class ConnectionIdentity implements AgroalPoolInterceptor {
    private final ServerId server;

    ConnectionIdentity(ServerId server) {
        this.server = server;
    }

    @Override
    public void onConnectionCreate(Connection connection) {
        identify(connection);
    }

    @Override
    public void onConnectionAcquire(Connection connection) {
        identify(connection);
    }

    private void identify(Connection connection) {
        try {
            if (!isIdentified(connection, server.value())) {
                identify(connection, server.value());
            }
        } catch (SQLException e) {
            throw new IllegalStateException("a database connection without the server's id", e);
        }
    }

    private static boolean isIdentified(Connection connection, String server) throws SQLException {
        return ServerLeaseRows.sessionName(server)
                .equals(connection.getClientInfo("ApplicationName"));
    }

    static void identify(Connection connection, String server) throws SQLException {
        try (PreparedStatement set =
                connection.prepareStatement(
                        "select set_config('spawn.server', ?, false),"
                                + " set_config('application_name', ?, false)")) {
            set.setString(1, server);
            set.setString(2, ServerLeaseRows.sessionName(server));
            set.execute();
        }
    }
}
