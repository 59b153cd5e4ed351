package io.jobarrays.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TableOwnersTest {
    private static final Path MAIN = Path.of("main");

    /** Tables by the top-level package whose code may name them in SQL. */
    private static final Map<String, Set<String>> OWNERS =
            Map.of(
                    "arrays",
                            Set.of("job_array", "member", "event", "array_key", "published_peers"),
                    "batch",
                            Set.of(
                                    "definition",
                                    "execution",
                                    "execution_run",
                                    "stage",
                                    "lease",
                                    "job_instance",
                                    "job_execution",
                                    "step_execution",
                                    "partition_execution"),
                    "instances", Set.of("control_plane", "instance", "launch_intent"),
                    "agents", Set.of("agent_token", "agent_key", "member_files", "member_input"),
                    "dns", Set.of("dns_record"),
                    "lease", Set.of("server_lease"),
                    "notify", Set.of("notification", "notify_target"),
                    "api", Set.of("idempotent_call"));

    private static final Pattern CREATE =
            Pattern.compile("create table (?:batch\\.)?(\\w+)", Pattern.CASE_INSENSITIVE);

    private static final Pattern LITERAL = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"");

    private static final Pattern USE =
            Pattern.compile(
                    "\\b(?:from|join|update|into)\\s+(?:batch\\.)?(\\w+)",
                    Pattern.CASE_INSENSITIVE);

    @Test
    void tablesHaveOneOwner() throws IOException {
        Set<String> tables = new TreeSet<>();
        for (Path migration : files(MAIN.resolve("resources/db/migration"), ".sql")) {
            Matcher create = CREATE.matcher(Files.readString(migration));
            while (create.find()) {
                tables.add(create.group(1).toLowerCase(Locale.ROOT));
            }
        }

        assertThat(OWNERS.values().stream().flatMap(Set::stream))
                .containsExactlyInAnyOrderElementsOf(tables);
    }

    @Test
    void sqlNamesTablesOfItsPackageOnly() throws IOException {
        Path server = MAIN.resolve("java/io/jobarrays/server");
        List<String> violations = new ArrayList<>();
        int statements = 0;
        for (Path file : files(server, ".java")) {
            String top = server.relativize(file).getName(0).toString();
            Matcher literal =
                    LITERAL.matcher(Files.readString(file).replaceAll("\"\\s*\\+\\s*\"", ""));
            while (literal.find()) {
                Matcher use = USE.matcher(literal.group(1));
                while (use.find()) {
                    String table = use.group(1).toLowerCase(Locale.ROOT);
                    if (isTable(table)) {
                        statements++;
                        if (!OWNERS.getOrDefault(top, Set.of()).contains(table)) {
                            violations.add(server.relativize(file) + ": " + table);
                        }
                    }
                }
            }
        }

        assertThat(statements).isGreaterThan(10);
        assertThat(violations).isEmpty();
    }

    private static boolean isTable(String name) {
        return OWNERS.values().stream().anyMatch(tables -> tables.contains(name));
    }

    private static List<Path> files(Path directory, String end) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(file -> file.toString().endsWith(end)).sorted().toList();
        }
    }
}
