package io.jobarrays.server.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class DatabaseLogTest {
    private static final long ENOUGH = 1L << 30;

    private final DatabaseLog log = new DatabaseLog(Path.of("/state/postgres.log"));

    @Test
    void namesTheLastReasonInTheLog() {
        List<String> lines =
                List.of(
                        "2026-01-01 00:00:00.000 UTC [1] LOG:  database system is ready to accept"
                                + " connections",
                        "2026-01-01 00:00:01.000 UTC [1] LOG:  received fast shutdown request",
                        "2026-01-01 00:00:01.100 UTC [1] LOG:  database system is shut down");

        assertThat(log.reason(lines, ENOUGH))
                .isEqualTo("PostgreSQL has ended: LOG:  received fast shutdown request");
    }

    @Test
    void namesTheDiskThatPostgresqlFoundFull() {
        List<String> lines =
                List.of(
                        "2026-01-01 00:00:00.000 UTC [1] PANIC:  could not write to file"
                                + " \"pg_wal/xlogtemp.1\": No space left on device");

        assertThat(log.reason(lines, ENOUGH))
                .startsWith("the disk of /state is full, 1073741824 bytes are free: PANIC: ");
    }

    @Test
    void namesTheFullDiskThatKeptPostgresqlFromLogging() {
        assertThat(log.reason(List.of(), 4096))
                .isEqualTo("the disk of /state is full, 4096 bytes are free");
    }

    @Test
    void saysThatItDoesNotKnowTheReasonOfAKill() {
        assertThat(log.reason(List.of("LOG:  database system is ready"), ENOUGH))
                .isEqualTo("PostgreSQL has ended, and /state/postgres.log has no reason");
    }
}
