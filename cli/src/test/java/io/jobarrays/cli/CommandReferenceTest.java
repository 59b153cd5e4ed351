package io.jobarrays.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The reference page lists exactly the commands and flags that exist. */
class CommandReferenceTest {
    private static final Path REFERENCE =
            Path.of(System.getProperty("project.root", ".."), "docs/reference/cli.md");

    @Test
    void documentsEveryCommandWithItsFlags() throws IOException {
        Map<String, String> sections = sections();

        for (CommandSpec command : CommandReference.commands()) {
            String name = command.qualifiedName();
            assertThat(sections).containsKey(name);
            assertThat(CommandReference.ownOptions(command).flatMap(it -> Stream.of(it.names())))
                    .as("flags of " + name)
                    .allMatch(flag -> sections.getOrDefault(name, "").contains(flag));
        }
    }

    @Test
    void documentsNoUnknownCommandOrFlag() throws IOException {
        assertThat(sections().keySet())
                .isSubsetOf(
                        CommandReference.commands().stream()
                                .map(CommandSpec::qualifiedName)
                                .toList());
        for (CommandSpec command : CommandReference.commands()) {
            String section = sections().getOrDefault(command.qualifiedName(), "");
            assertThat(
                            section.lines()
                                    .filter(line -> line.startsWith("| `-"))
                                    .map(line -> line.replaceAll("^\\| `([^ `]+).*", "$1")))
                    .as("flags in the table of " + command.qualifiedName())
                    .isSubsetOf(
                            CommandReference.ownOptions(command)
                                    .map(OptionSpec::names)
                                    .flatMap(Stream::of)
                                    .map(flag -> flag.replaceAll("^\\| ", ""))
                                    .toList());
        }
    }

    /** Text under each heading, keyed by the command in the heading. */
    private static Map<String, String> sections() throws IOException {
        Map<String, String> sections = new LinkedHashMap<>();
        String command = "";
        for (String line : Files.readAllLines(REFERENCE)) {
            if (line.matches("##+ `spawn.*`")) {
                command = line.replaceAll("##+ `(.*)`", "$1");
                sections.put(command, "");
            } else if (!command.isEmpty()) {
                sections.merge(command, line + "\n", String::concat);
            }
        }
        return sections;
    }
}
