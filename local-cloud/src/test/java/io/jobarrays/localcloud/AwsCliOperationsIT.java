package io.jobarrays.localcloud;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The AWS CLI against the packaged local cloud: every operation of the documented table. */
@Tag("campaign")
class AwsCliOperationsIT {
    private static final Path SCRIPT = Path.of("src/test/resources/shell/aws_cli.sh");

    @TempDir private Path directory = Path.of("");

    @Test
    void awsCliCallsEveryOperation() throws Exception {
        try (PackagedCloud cloud =
                PackagedCloud.start(directory.resolve("cloud"), "--capacity", "4")) {
            assertThat(new ClientShell(cloud).script(SCRIPT, directory)).endsWith("\ndone");
        }
    }

    @Test
    void scriptNamesEveryDocumentedOperation() throws IOException {
        String script = Files.readString(SCRIPT);

        assertThat(DocumentedTables.rows("Parameters of the operations"))
                .extracting(row -> command(row.getFirst()))
                .allSatisfy(command -> assertThat(script).contains(" " + command + " "));
    }

    /** {@code describe-instances} for {@code DescribeInstances}. */
    private static String command(String operation) {
        return operation.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
    }
}
