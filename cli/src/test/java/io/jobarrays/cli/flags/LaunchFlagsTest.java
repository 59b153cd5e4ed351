package io.jobarrays.cli.flags;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.cli.CommandReference;
import io.jobarrays.cli.CommandResult.Shell;
import io.jobarrays.cli.StubServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine.Model.OptionSpec;

/** Every flag of launch changes what is sent: none is read and dropped. */
class LaunchFlagsTest {
    private static final Set<String> SENT_OTHERWISE = Set.of("--wait", "--detach");

    @TempDir Path directory = Path.of("");

    static Stream<OptionSpec> flags() {
        return CommandReference.ownOptions("launch")
                .filter(it -> !SENT_OTHERWISE.contains(it.longestName()));
    }

    @ParameterizedTest
    @MethodSource("flags")
    void everyFlagChangesTheRequest(OptionSpec flag) throws IOException {
        Files.writeString(directory.resolve("setup.sh"), "true");
        List<String> given = new ArrayList<>(List.of("launch", "--detach", flag.longestName()));
        if (flag.arity().max() > 0) {
            given.add(
                    switch (flag.longestName()) {
                        case "--user-data" -> "@setup.sh";
                        case "--files" -> ".";
                        case "--env" -> "K=V";
                        default -> "7";
                    });
        }

        assertThat(requested(given)).isNotEqualTo(requested(List.of("launch", "--detach")));
    }

    @ParameterizedTest
    @MethodSource("flags")
    void namesRequestFieldAfterFlag(OptionSpec flag) throws IOException {
        Files.writeString(directory.resolve("setup.sh"), "true");
        if (flag.arity().max() == 0
                || Set.of("--user-data", "--files", "--env", "--after")
                        .contains(flag.longestName())) {
            return;
        }
        String field = flag.longestName().substring(2).replace('-', '_');

        assertThat(requested(List.of("launch", "--detach", flag.longestName(), "7")))
                .contains("\"" + field + "\":");
    }

    private String requested(List<String> args) {
        try (StubServer server = new StubServer()) {
            new Shell(directory, server).type(args);
            return server.requests().stream().map(it -> it.line() + it.body()).toList().toString();
        }
    }
}
