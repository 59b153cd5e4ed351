package io.jobarrays.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaFieldAccess;
import io.jobarrays.server.failpoints.Failpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each failpoint stands at one place of the server and in the reference page. */
class FailpointPlacesTest {
    private static final Path REFERENCE =
            Path.of(System.getProperty("project.root", ".."), "docs/reference/failpoints.md");

    @Test
    void eachFailpointStandsAtOnePlace() {
        List<String> reached =
                ServerClasses.mainClasses().stream()
                        .filter(type -> !type.isEquivalentTo(Failpoint.class))
                        .flatMap(type -> type.getFieldAccessesFromSelf().stream())
                        .filter(access -> access.getTargetOwner().isEquivalentTo(Failpoint.class))
                        .map(JavaFieldAccess::getName)
                        .toList();

        assertThat(reached).containsExactlyInAnyOrderElementsOf(names());
    }

    @Test
    void referenceListsEachFailpoint() throws IOException {
        List<String> documented =
                Files.readAllLines(REFERENCE).stream()
                        .filter(line -> line.matches("\\| `[A-Z_]+` \\|.*"))
                        .map(line -> line.replaceAll("^\\| `([A-Z_]+)`.*", "$1"))
                        .toList();

        assertThat(documented).isEqualTo(names());
    }

    private static List<String> names() {
        return Stream.of(Failpoint.values()).map(Enum::name).toList();
    }
}
