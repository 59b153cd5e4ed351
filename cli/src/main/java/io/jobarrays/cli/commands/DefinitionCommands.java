package io.jobarrays.cli.commands;

import io.jobarrays.cli.base.Failure;
import io.jobarrays.cli.base.GlobalOptions.OutputFormat;
import io.jobarrays.cli.files.JobXmlId;
import io.jobarrays.cli.flags.DefinitionName;
import io.jobarrays.cli.flags.InputFiles;
import io.jobarrays.cli.flags.QueryString;
import io.jobarrays.cli.http.ApiClient;
import io.jobarrays.cli.http.Response;
import io.jobarrays.cli.json.JsonValue;
import io.jobarrays.cli.session.CommandSession;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Subcommands that act on one definition. */
final class DefinitionCommands {
    private DefinitionCommands() {}

    /** Flag with the version that a change expects. */
    static final class VersionFlag {
        @Option(
                names = "--if-match",
                paramLabel = "VERSION",
                description = "change nothing unless this is the newest version")
        private @Nullable String version;

        Map<String, String> headers() {
            if (version == null) {
                return Map.of();
            }
            if (!version.matches("v?[1-9][0-9]{0,8}")) {
                throw Failure.usage(
                        "--if-match: \"%s\" is not a version; write a number, for example 2"
                                .formatted(version));
            }
            return Map.of("If-Match", "\"v%s\"".formatted(version.replace("v", "")));
        }
    }

    /** {@code spawn definitions show}. */
    @Command(name = "show", description = "Prints the job XML of a definition.")
    static final class Show implements Callable<Integer> {
        private final CommandSession session;

        @Parameters(paramLabel = "NAME[@VERSION]", description = "default: the newest version")
        private String name = "";

        @Option(names = "--expanded", description = "with every stage as its five steps")
        private boolean expanded;

        Show(CommandSession session) {
            this.session = session;
        }

        @Override
        public Integer call() {
            if (session.outputFormat() == OutputFormat.JSON) {
                throw Failure.usage(
                        "definitions show prints XML; spawn definitions list -o json has the versions");
            }
            QueryString path = DefinitionName.of(name).path("");
            if (expanded) {
                path.with("expanded", "true");
            }
            session.print(session.api().get(path.toString(), ApiClient.XML).text());
            return 0;
        }
    }

    /** {@code spawn definitions put}. */
    @Command(
            name = "put",
            description = "Stores job XML under the id of its job, as a new version if it differs.")
    static final class Put implements Callable<Integer> {
        private final CommandSession session;

        @Parameters(paramLabel = "FILE.xml", description = "the job XML; - reads stdin")
        private String file = "";

        @Mixin private final VersionFlag expected = new VersionFlag();

        @Option(names = "--dry-run", description = "validate; store nothing")
        private boolean dryRun;

        Put(CommandSession session) {
            this.session = session;
        }

        @Override
        public Integer call() {
            byte[] xml = InputFiles.bytes(session, "FILE.xml", file);
            QueryString path =
                    new QueryString("/definitions/" + ApiClient.segment(JobXmlId.of(file, xml)))
                            .with("dryRun", dryRun ? "true" : null);
            Response stored =
                    session.api()
                            .put(
                                    path.toString(),
                                    ApiClient.JSON,
                                    ApiClient.XML,
                                    xml,
                                    expected.headers());
            print(stored.json());
            session.printWarnings(stored.hints());
            return 0;
        }

        private void print(JsonValue stored) {
            String name = stored.text("name").orElse("?");
            String version = stored.text("version").orElse("?");
            boolean created = stored.get("created") == JsonValue.Literal.TRUE;
            switch (session.outputFormat()) {
                case JSON -> session.print(stored.toString());
                case NAME -> session.print(name + "@" + version);
                case TABLE, WIDE -> session.print(sentence(name, version, created));
            }
        }

        private String sentence(String name, String version, boolean created) {
            if (!created) {
                return "%s: version %s has the same content; there is no new one"
                        .formatted(name, version);
            }
            return dryRun
                    ? "%s: valid; it would be stored as version %s".formatted(name, version)
                    : "%s: stored as version %s".formatted(name, version);
        }
    }

    /** {@code spawn definitions delete}. */
    @Command(
            name = "delete",
            description = "Deletes all versions of a definition, unless an execution of it runs.")
    static final class Delete implements Callable<Integer> {
        private final CommandSession session;

        @Parameters(paramLabel = "NAME", description = "name of the definition")
        private String name = "";

        @Mixin private final VersionFlag expected = new VersionFlag();

        Delete(CommandSession session) {
            this.session = session;
        }

        @Override
        public Integer call() {
            DefinitionName given = DefinitionName.of(name);
            if (given.version().isPresent()) {
                throw Failure.usage(
                        "%s: a definition is deleted with all its versions; write %s"
                                .formatted(given, given.name()));
            }
            Map<String, String> headers = expected.headers();
            if (!session.confirm("Delete the definition %s with all versions".formatted(given))) {
                return Failure.EXIT_FAILED;
            }
            session.api().delete(given.path("").toString(), headers).text();
            session.progress("%s: deleted".formatted(given));
            return 0;
        }
    }
}
