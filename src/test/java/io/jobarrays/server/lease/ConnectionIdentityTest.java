package io.jobarrays.server.lease;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConnectionIdentityTest {
    private final ServerId server = new ServerId();
    private final ConnectionIdentity identity = new ConnectionIdentity(server);
    private LeaseDatabase database;

    @BeforeAll
    void startDatabase() throws IOException {
        database = new LeaseDatabase();
    }

    @AfterAll
    void stopDatabase() throws IOException {
        database.close();
    }

    @Test
    void identifiesAConnectionThatThePoolHasMadeBefore() throws SQLException {
        try (Connection early = database.connection()) {
            identity.onConnectionAcquire(early);

            assertThat(setting(early, "spawn.server")).isEqualTo(server.value());
            assertThat(setting(early, "application_name"))
                    .isEqualTo(ServerLeaseRows.sessionName(server.value()));
        }
    }

    @Test
    void identifiesAConnectionAgainWhoseTransactionHasTakenTheIdAway() throws SQLException {
        try (Connection early = database.connection()) {
            early.setAutoCommit(false);
            identity.onConnectionAcquire(early);
            early.rollback();
            early.setAutoCommit(true);

            identity.onConnectionAcquire(early);

            assertThat(setting(early, "spawn.server")).isEqualTo(server.value());
        }
    }

    private static String setting(Connection connection, String name) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("select current_setting('%s')".formatted(name))) {
            assertThat(row.next()).isTrue();
            return row.getString(1);
        }
    }
}
