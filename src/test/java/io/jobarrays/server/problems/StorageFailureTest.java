package io.jobarrays.server.problems;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jobarrays.server.problems.StorageFailure.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StorageFailureTest {
    @ParameterizedTest
    @CsvSource({
        "08001, DATABASE_UNAVAILABLE",
        "08006, DATABASE_UNAVAILABLE",
        "57P01, DATABASE_UNAVAILABLE",
        "57P02, DATABASE_UNAVAILABLE",
        "57P03, DATABASE_UNAVAILABLE",
        "SP001, DATABASE_UNAVAILABLE",
        "53300, DATABASE_BUSY",
        "53100, DISK_FULL"
    })
    void readsTheStateOfPostgresql(String state, Kind kind) {
        assertThat(kindOf(new SQLException("sentence", state))).containsExactly(kind);
    }

    @Test
    void namesTheDiskBeforeTheConnectionThatItEnded() {
        RuntimeException commit = new IllegalStateException("rollback");
        commit.addSuppressed(new SQLException("could not extend file", "53100"));
        SQLException connection = new SQLException("terminated", "57P02", commit);

        assertThat(kindOf(new RuntimeException(connection))).containsExactly(Kind.DISK_FULL);
    }

    @Test
    void leavesOutTheStatementOfABatchAndTheHint() {
        SQLException reason = new SQLException("ERROR: No space\n  Hint: Check it.", "53100");
        BatchUpdateException batch =
                new BatchUpdateException(
                        "Batch entry 0 update t set body=('secret')",
                        "53100",
                        0,
                        new long[0],
                        reason);

        assertThat(StorageFailure.of(batch).map(StorageFailure::detail))
                .contains("ERROR: No space");
    }

    @Test
    void readsTheDiskOfTheServersOwnFiles() {
        IOException full = new IOException("No space left on device");

        assertThat(kindOf(new UncheckedIOException("logs", full))).containsExactly(Kind.DISK_FULL);
    }

    @Test
    void readsPoolWithoutFreeConnection() {
        SQLException timeout = new SQLException("Acquisition timeout while waiting");

        assertThat(kindOf(timeout)).containsExactly(Kind.DATABASE_BUSY);
    }

    @Test
    void isEmptyForFaultsOfTheCall() {
        assertThat(kindOf(new SQLException("duplicate key", "23505"))).isEmpty();
        assertThat(kindOf(new IllegalStateException("No space left on device"))).isEmpty();
    }

    @Test
    void repeatsWorkDuringAnOutageOnly() {
        AtomicInteger calls = new AtomicInteger();

        int result = OutageRetry.call("test", () -> failsTwice(calls));

        assertThat(result).isEqualTo(3);
        assertThatThrownBy(() -> OutageRetry.run("test", () -> Integer.parseInt("no number")))
                .isInstanceOf(NumberFormatException.class);
    }

    private static int failsTwice(AtomicInteger calls) {
        if (calls.incrementAndGet() < 3) {
            throw new IllegalStateException(new SQLException("refused", "08001"));
        }
        return calls.get();
    }

    private static List<Kind> kindOf(Throwable failure) {
        return StorageFailure.of(failure).map(StorageFailure::kind).stream().toList();
    }
}
