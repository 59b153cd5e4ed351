package io.jobarrays.cli.commands;

import io.jobarrays.cli.base.Failure;
import io.jobarrays.cli.base.FileFailure;
import io.jobarrays.cli.base.GlobalOptions.OutputFormat;
import io.jobarrays.cli.files.ArchiveUnpacker;
import io.jobarrays.cli.flags.QueryString;
import io.jobarrays.cli.http.ApiClient;
import io.jobarrays.cli.http.Response;
import io.jobarrays.cli.json.JsonValue;
import io.jobarrays.cli.session.CommandSession;
import io.jobarrays.cli.watch.CommandOutput;
import io.jobarrays.contract.FileName;
import io.jobarrays.contract.IndexSet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code spawn outputs}. */
@Command(
        name = "outputs",
        description = {
            "Downloads collected files into DIR/{stage}/{index}/ and prints their paths.",
            "Lists those that members have sent elsewhere, with SHA-256, size and place.",
            "With --table, prints parameters and a JSON or CSV file of each index as one table.",
            "Without ID: the files of the newest execution."
        })
public final class OutputsCommand implements Callable<Integer> {
    private final CommandSession session;

    @Parameters(
            paramLabel = "ID|SELECTOR",
            arity = "0..1",
            description = "number of an execution, or an array selector")
    private @Nullable String source;

    @Option(names = "--stage", paramLabel = "S", description = "only outputs of this stage")
    private @Nullable String stage;

    @Option(
            names = "--index",
            paramLabel = "SET",
            description = "only outputs of these indexes (0-4,7)")
    private @Nullable String index;

    @Option(
            names = {"-d", "--directory"},
            paramLabel = "DIR",
            description = "target directory; default ./spawn-outputs-{id}")
    private @Nullable String directory;

    @Option(
            names = "--table",
            arity = "0..1",
            fallbackValue = "",
            paramLabel = "FILE",
            description =
                    "print a table of parameters and of this collected .json or .csv file, or glob, of each index; without FILE: the only one")
    private @Nullable String table;

    @Option(
            names = "--sort",
            paramLabel = "COLUMN[:desc]",
            description = "order of the table; default: by index")
    private @Nullable String sort;

    public OutputsCommand(CommandSession session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        if (table != null) {
            return printTable(table);
        }
        if (sort != null || session.isCsv()) {
            throw Failure.usage("--sort and -o csv are only for a table; add --table");
        }
        String id = source == null ? newestExecution() : source;
        boolean execution = isExecution(id);
        String path =
                (execution ? "/executions/" : "/arrays/") + ApiClient.segment(id) + "/outputs";
        List<JsonValue> wanted = select(session.api().get(path, ApiClient.JSON).json());
        if (wanted.isEmpty()) {
            session.progress("spawn: no matching outputs were collected");
        }
        String named =
                directory == null
                        ? "spawn-outputs-" + id.replaceAll("[^A-Za-z0-9.-]", "_")
                        : directory;
        List<String> files = new ArrayList<>();
        for (JsonValue output : wanted) {
            // Outputs of an array have no stage.
            String part =
                    execution ? stageOf(output) + "/" + indexOf(output) : indexOf(output) + "";
            if (output.text("place").isPresent()) {
                list(output, files);
            } else {
                fetch(path + "/" + part, Path.of(named, part), output, files);
            }
        }
        show(files);
        return 0;
    }

    private static boolean isExecution(String id) {
        return id.matches("\\d+");
    }

    /** {@code --table} takes the next argument, which is a file only by its ending. */
    private int printTable(String given) {
        boolean named = given.matches("(?i).+\\.(json|csv)");
        if (!named && !given.isEmpty() && source != null) {
            throw Failure.usage(
                    "--table: \"%s\" is neither a .json nor a .csv file".formatted(given));
        }
        String id = source != null ? source : named || given.isEmpty() ? newestExecution() : given;
        if (index != null || directory != null) {
            throw Failure.usage("--index and -d are not for a table; leave them out");
        }
        if (stage != null && !isExecution(id)) {
            throw Failure.usage("--stage is for executions; an array has none, leave it out");
        }
        QueryString path =
                new QueryString(
                                (isExecution(id) ? "/executions/" : "/arrays/")
                                        + ApiClient.segment(id)
                                        + "/table")
                        .with("stage", stage)
                        .with("file", named ? given : null)
                        .with("sort", sort);
        Response answer =
                session.api()
                        .get(
                                path.toString(),
                                session.isCsv()
                                        ? ApiClient.CSV
                                        : CommandOutput.acceptedType(session));
        session.print(answer.text());
        if (!session.isCsv()) {
            session.printWarnings(answer.hints());
        }
        return 0;
    }

    private String newestExecution() {
        return session.api().get("/executions?limit=1", ApiClient.JSON).json().items().stream()
                .flatMap(it -> it.text("id").stream())
                .findFirst()
                .orElseThrow(
                        () ->
                                Failure.of(
                                        "SPAWN-OUTPUTS",
                                        "there is no execution yet; \"spawn submit FILE.xml\" starts one"));
    }

    private List<JsonValue> select(JsonValue outputs) {
        IndexSet indexes = index == null ? IndexSet.firstOf(IndexSet.LIMIT) : IndexSet.parse(index);
        return outputs.items().stream()
                .filter(it -> stage == null || stage.equals(stageOf(it)))
                .filter(it -> indexes.contains(indexOf(it)))
                .toList();
    }

    private static int indexOf(JsonValue output) {
        return output.number("index").orElse(0);
    }

    /** Checks that a stage is a plain name, because it becomes a directory and a path segment. */
    private static String stageOf(JsonValue output) {
        String name = output.text("stage").orElse("");
        if (!name.matches("[A-Za-z0-9_-][A-Za-z0-9_.-]*")) {
            throw Failure.of("SPAWN-OUTPUTS", "\"%s\" is not the name of a stage".formatted(name));
        }
        return name;
    }

    /** Files that a member has sent elsewhere, where this machine may not be able to read them. */
    private void list(JsonValue output, List<String> files) {
        String place = output.text("place").orElse("");
        for (JsonValue file : output.get("listed").items()) {
            files.add(
                    "%s %12s %s/%s"
                            .formatted(
                                    file.text("sha256").orElse(""),
                                    file.text("bytes").orElse("0"),
                                    place,
                                    file.text("name").orElse("")));
        }
    }

    private void fetch(String from, Path into, JsonValue output, List<String> files) {
        try (Response answer = session.api().get(from, ApiClient.ARCHIVE)) {
            ArchiveUnpacker.unpack(
                            answer.body(),
                            session.path(into.toString()),
                            output.text("sha256").orElse(""))
                    .forEach(file -> files.add(into + "/" + FileName.printable(file)));
        } catch (IOException cut) {
            throw Failure.of(
                    "SPAWN-OUTPUTS",
                    "%s could not be written: %s".formatted(into, FileFailure.words(cut)));
        }
    }

    private void show(List<String> files) {
        if (session.outputFormat() == OutputFormat.JSON) {
            session.print(JsonValue.texts(files).toString());
        } else {
            files.forEach(session::print);
        }
    }
}
