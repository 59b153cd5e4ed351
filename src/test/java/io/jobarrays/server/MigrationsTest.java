package io.jobarrays.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class MigrationsTest {
    @Inject Flyway flyway;
    @Inject DataSource database;

    @Test
    void databaseWithOldCommentsOfMigrationsStillValidates() throws SQLException {
        int current = checksum("2");
        setChecksum("2", 1487575715);
        setChecksum("6", -851495397);

        flyway.validate();

        assertThat(checksum("2")).isEqualTo(current);
    }

    @Test
    void changedMigrationIsRefused() throws SQLException {
        int current = checksum("2");
        setChecksum("2", 1);
        try {
            assertThatThrownBy(flyway::validate).isInstanceOf(FlywayException.class);
        } finally {
            setChecksum("2", current);
        }
    }

    private int checksum(String version) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement select =
                        connection.prepareStatement(
                                "select checksum from flyway_schema_history where version = ?")) {
            select.setString(1, version);
            try (ResultSet row = select.executeQuery()) {
                assertThat(row.next()).isTrue();
                return row.getInt(1);
            }
        }
    }

    private void setChecksum(String version, int checksum) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement update =
                        connection.prepareStatement(
                                "update flyway_schema_history set checksum = ? where version ="
                                        + " ?")) {
            update.setInt(1, checksum);
            update.setString(2, version);
            assertThat(update.executeUpdate()).isEqualTo(1);
        }
    }
}
