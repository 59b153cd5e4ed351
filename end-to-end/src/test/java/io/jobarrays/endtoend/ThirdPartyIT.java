package io.jobarrays.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** THIRD-PARTY.md lists what is shipped, in the version that is shipped. */
class ThirdPartyIT {
    private static final Path ROOT = Path.of(System.getProperty("project.root", ".."));
    private static final List<String> SHIPPED =
            List.of(
                    "src/target/quarkus-app/lib/boot",
                    "src/target/quarkus-app/lib/main",
                    "cli/target/spawn/lib",
                    "local-cloud/target/local-cloud/lib");

    /** Name of the artifact and version of a row. */
    private static final Pattern ROW =
            Pattern.compile(
                    "^\\| \\[[^:\\]]+:([^\\]]+)]\\([^)]*\\) \\| (\\S+) \\| (.*) \\|$",
                    Pattern.MULTILINE);

    @Test
    void listsEveryJarThatIsShippedAndNoOther() throws IOException {
        String page = Files.readString(ROOT.resolve("THIRD-PARTY.md"));
        List<String> rows =
                ROW.matcher(page).results().map(row -> row.group(1) + "-" + row.group(2)).toList();
        List<String> jars = jars();

        assertThat(rows).hasSizeGreaterThan(100);
        assertThat(jars)
                .as("shipped and listed; see CONTRIBUTING.md, A library")
                .allMatch(jar -> rows.stream().anyMatch(jar::contains) || isOfQuarkus(jar));
        assertThat(rows)
                .as("listed and shipped")
                .allMatch(
                        row ->
                                jars.stream().anyMatch(jar -> jar.contains(row))
                                        || isOfQuarkus(row));
    }

    @Test
    void everyLibraryHasALicence() throws IOException {
        assertThat(ROW.matcher(Files.readString(ROOT.resolve("THIRD-PARTY.md"))).results())
                .allMatch(row -> !row.group(3).isBlank())
                .noneMatch(row -> row.group(3).toLowerCase(Locale.ROOT).contains("unknown"));
    }

    /** Quarkus adds extensions by itself: the page says so, and not which ones. */
    private static boolean isOfQuarkus(String jar) {
        return jar.startsWith("io.quarkus.")
                || jar.startsWith("io.quarkiverse.")
                || jar.startsWith("quarkus-");
    }

    private static List<String> jars() throws IOException {
        List<String> all = new ArrayList<>();
        for (String directory : SHIPPED) {
            try (Stream<Path> files = Files.list(ROOT.resolve(directory))) {
                files.map(file -> file.getFileName().toString())
                        .filter(name -> name.endsWith(".jar") && !name.contains("job-arrays-"))
                        .forEach(all::add);
            }
        }
        return all;
    }
}
