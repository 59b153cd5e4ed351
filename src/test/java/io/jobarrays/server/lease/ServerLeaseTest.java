package io.jobarrays.server.lease;

import static org.assertj.core.api.Assertions.assertThat;

import io.agroal.api.AgroalDataSource;
import io.jobarrays.server.TestDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class ServerLeaseTest {
    @Inject AgroalDataSource database;
    @Inject ServerId server;

    @Test
    void theServerHoldsTheLease() throws SQLException {
        assertThat(text("select server from server_lease where expires_at > now()"))
                .isEqualTo(server.value());
    }

    @Test
    void aConnectionCarriesTheIdOfTheServer() throws SQLException {
        assertThat(text("select current_setting('spawn.server')")).isEqualTo(server.value());
        assertThat(text("select current_setting('application_name')"))
                .isEqualTo("spawn " + server.value());
    }

    private String text(String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            assertThat(row.next()).isTrue();
            return row.getString(1);
        }
    }
}
