package io.jobarrays.server.arrays.rows;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.agroal.api.AgroalDataSource;
import io.jobarrays.server.TestDatabase;
import io.jobarrays.server.state.StateDirectory;
import io.jobarrays.server.state.Vault;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class SealedRowsCheckTest {
    private static final String ARRAY = "sealed-20260101-abcdef";

    @Inject AgroalDataSource database;
    @Inject Vault vault;
    @TempDir Path elsewhere = Path.of("unset");

    @AfterEach
    void deleteRow() {
        QuarkusTransaction.requiringNew().run(() -> JobArray.deleteById(ARRAY));
    }

    @Test
    void refusesRowsSealedWithAnotherKey() {
        persistRow(new Vault(new StateDirectory(elsewhere), Optional.empty()).seal("{}"));

        assertThatIllegalStateException()
                .isThrownBy(this::check)
                .withMessageContaining("put back the key");
    }

    @Test
    void acceptsRowsSealedWithThisKeyAndUnsealedRows() {
        persistRow(vault.seal("{}"));
        assertThatCode(this::check).doesNotThrowAnyException();

        deleteRow();
        persistRow("{}");
        assertThatCode(this::check).doesNotThrowAnyException();
    }

    private void check() throws SQLException {
        try (Connection connection = database.getConnection()) {
            SealedRowsCheck.check(connection, vault);
        }
    }

    private static void persistRow(String flags) {
        QuarkusTransaction.requiringNew()
                .run(
                        () -> {
                            JobArray row = new JobArray();
                            row.id = ARRAY;
                            row.name = "sealed";
                            row.size = 1;
                            row.flags = flags;
                            row.region = "us-east-1";
                            row.state = ArrayState.ENDED;
                            row.createdAt = Instant.now().plus(Duration.ofDays(1));
                            row.endedAt = Instant.now();
                            row.persist();
                        });
    }
}
