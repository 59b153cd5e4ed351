package io.jobarrays.server.arrays.rows;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.jobarrays.server.TestDatabase;
import io.jobarrays.server.files.StateDirectory;
import io.jobarrays.server.files.Vault;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class SealedRowsCheckTest {
    private static final String ARRAY = "sealed-20260101-abcdef";

    @Inject SealedRowsCheck rows;
    @Inject Vault vault;
    @TempDir Path elsewhere = Path.of("unset");

    @AfterEach
    void deleteRow() {
        QuarkusTransaction.requiringNew().run(() -> JobArray.deleteById(ARRAY));
    }

    @Test
    void refusesRowsSealedWithAnotherKey() {
        persistRow(new Vault(new StateDirectory(elsewhere)).seal("{}"));

        assertThatIllegalStateException()
                .isThrownBy(() -> rows.check(new StartupEvent()))
                .withMessageContaining("put back the key");
    }

    @Test
    void acceptsRowsSealedWithThisKeyAndUnsealedRows() {
        persistRow(vault.seal("{}"));
        assertThatCode(() -> rows.check(new StartupEvent())).doesNotThrowAnyException();

        deleteRow();
        persistRow("{}");
        assertThatCode(() -> rows.check(new StartupEvent())).doesNotThrowAnyException();
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
