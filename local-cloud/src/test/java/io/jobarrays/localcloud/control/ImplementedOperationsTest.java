package io.jobarrays.localcloud.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.localcloud.DocumentedTables;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ImplementedOperationsTest {
    private static final Map<String, String> PREFIXES =
            Map.of(
                    "EC2 instances", "ec2",
                    "EC2 resources", "ec2",
                    "EC2 account", "ec2",
                    "Route 53", "route53",
                    "STS", "sts",
                    "SSM", "ssm",
                    "Secrets Manager", "secretsmanager",
                    "S3", "s3");

    @Test
    void areThoseOfTheDocumentedTable() throws IOException {
        List<String> documented =
                DocumentedTables.rows("Operations").stream()
                        .flatMap(ImplementedOperationsTest::operations)
                        .toList();

        assertThat(ImplementedOperations.all()).containsExactlyInAnyOrderElementsOf(documented);
    }

    private static Stream<String> operations(List<String> row) {
        return Arrays.stream(row.get(1).replaceAll(";.*", "").split(", "))
                .map(name -> PREFIXES.get(row.getFirst()) + ":" + name.strip());
    }
}
