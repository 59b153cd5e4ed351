package io.jobarrays.cli.commands;

import io.jobarrays.cli.Failure;
import io.jobarrays.cli.Globals.Form;
import io.jobarrays.cli.Session;
import io.jobarrays.cli.files.Unpacking;
import io.jobarrays.cli.http.Answer;
import io.jobarrays.cli.http.Api;
import io.jobarrays.cli.http.Json;
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
            "Fetches what was collected, into DIR/{stage}/{index}/, and names each file.",
            "Without ID those of the newest execution."
        })
public final class Outputs implements Callable<Integer> {
    private final Session session;

    @Parameters(
            paramLabel = "ID|SELECTOR",
            arity = "0..1",
            description = "number of an execution, or an array")
    private @Nullable String source;

    @Option(names = "--stage", paramLabel = "S", description = "only of this stage")
    private @Nullable String stage;

    @Option(names = "--index", paramLabel = "SET", description = "only of these indexes (0-4,7)")
    private @Nullable String index;

    @Option(
            names = {"-d", "--directory"},
            paramLabel = "DIR",
            description = "where to; default ./spawn-outputs-{id}")
    private @Nullable String directory;

    public Outputs(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        String id = source == null ? newest() : source;
        boolean execution = id.matches("\\d+");
        String path = (execution ? "/executions/" : "/arrays/") + Api.escape(id) + "/outputs";
        List<Json> wanted = wanted(session.api().get(path, Api.JSON).json());
        if (wanted.isEmpty()) {
            session.progress("spawn: nothing was collected that matches");
        }
        String named =
                directory == null
                        ? "spawn-outputs-" + id.replaceAll("[^A-Za-z0-9.-]", "_")
                        : directory;
        List<String> files = new ArrayList<>();
        for (Json output : wanted) {
            // An array's outputs have no stage of their own.
            String part =
                    execution ? stageOf(output) + "/" + indexOf(output) : indexOf(output) + "";
            fetch(path + "/" + part, Path.of(named, part), output, files);
        }
        show(files);
        return 0;
    }

    private String newest() {
        return session.api().get("/executions?limit=1", Api.JSON).json().items().stream()
                .flatMap(it -> it.text("id").stream())
                .findFirst()
                .orElseThrow(
                        () ->
                                Failure.of(
                                        "SPAWN-OUTPUTS",
                                        "there is no execution yet; \"spawn submit FILE.xml\" starts one"));
    }

    private List<Json> wanted(Json outputs) {
        IndexSet indexes = index == null ? IndexSet.firstOf(IndexSet.LIMIT) : IndexSet.parse(index);
        return outputs.items().stream()
                .filter(it -> stage == null || stage.equals(stageOf(it)))
                .filter(it -> indexes.contains(indexOf(it)))
                .toList();
    }

    private static int indexOf(Json output) {
        return output.number("index").orElse(0);
    }

    /** A stage names a directory here and a part of a path there: it must be a plain name. */
    private static String stageOf(Json output) {
        String name = output.text("stage").orElse("");
        if (!name.matches("[A-Za-z0-9_-][A-Za-z0-9_.-]*")) {
            throw Failure.of("SPAWN-OUTPUTS", "\"%s\" is no name of a stage".formatted(name));
        }
        return name;
    }

    private void fetch(String from, Path into, Json output, List<String> files) {
        try (Answer answer = session.api().get(from, Api.ARCHIVE)) {
            Unpacking.of(
                            answer.body(),
                            session.path(into.toString()),
                            output.text("sha256").orElse(""))
                    .forEach(file -> files.add(into.resolve(file).toString()));
        } catch (IOException cut) {
            throw Failure.of("SPAWN-OUTPUTS", "%s could not be written: %s".formatted(into, cut));
        }
    }

    private void show(List<String> files) {
        if (session.form() == Form.JSON) {
            session.data(Json.texts(files).toString());
        } else {
            files.forEach(session::data);
        }
    }
}
