package io.jobarrays.localcloud.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.localcloud.DocumentedTables;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compares the documented tables of S3 with its operations and errors. */
class S3TablesTest {
    @Test
    void tablesNameEveryOperationAndError(@TempDir Path directory) throws IOException {
        try (S3 s3 = S3.open(directory.resolve("s3"), 1 << 20, Clock.systemUTC())) {
            assertThat(DocumentedTables.rows("Operations of S3"))
                    .extracting(List::getFirst)
                    .containsExactlyInAnyOrderElementsOf(new S3Api(s3).operationNames());
        }
        assertThat(DocumentedTables.rows("Error codes of S3"))
                .extracting(row -> row.subList(0, 2))
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(S3Error.values())
                                .map(error -> List.of(error.code(), "" + error.status()))
                                .toList());
    }
}
