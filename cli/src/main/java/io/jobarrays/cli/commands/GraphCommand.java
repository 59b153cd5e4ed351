package io.jobarrays.cli.commands;

import io.jobarrays.cli.base.Failure;
import io.jobarrays.cli.files.JobXmlId;
import io.jobarrays.cli.flags.DefinitionName;
import io.jobarrays.cli.flags.InputFiles;
import io.jobarrays.cli.flags.QueryString;
import io.jobarrays.cli.http.ApiClient;
import io.jobarrays.cli.http.Response;
import io.jobarrays.cli.session.CommandSession;
import java.nio.file.Files;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code spawn graph}. */
@Command(
        name = "graph",
        description =
                "Shows the graph of a pipeline: as text, or with -o as json, dot, mermaid or svg.")
public final class GraphCommand implements Callable<Integer> {
    /** Output formats that no other command has. */
    public static final Set<String> FORMATS = Set.of("dot", "mermaid", "svg");

    private final CommandSession session;

    @Parameters(
            paramLabel = "FILE|ID|NAME[@VERSION]",
            description =
                    "job XML, - reads stdin; number of an execution; or name of a stored definition")
    private String what = "";

    public GraphCommand(CommandSession session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        String format = format();
        if (what.matches("[0-9]{1,18}") && !Files.exists(session.path(what))) {
            print(new QueryString("/executions/" + what + "/graph").with("format", format));
            return 0;
        }
        Optional<DefinitionName> stored = DefinitionName.unlessFile(session, what);
        if (stored.isPresent()) {
            print(stored.get().path("/graph").with("format", format));
        } else {
            draw(InputFiles.bytes(session, "FILE", what), format);
        }
        return 0;
    }

    private String format() {
        return switch (session.typedFormat()) {
            case "table", "wide" -> "text";
            case "name" ->
                    throw Failure.usage(
                            "graph: -o name is no form of a graph; write json, dot, mermaid or svg");
            case String form -> form;
        };
    }

    private void print(QueryString path) {
        session.print(session.api().get(path.toString(), ApiClient.ANY).text());
    }

    /** Nothing is stored. */
    private void draw(byte[] xml, String format) {
        QueryString path =
                new QueryString("/definitions/" + ApiClient.segment(JobXmlId.of(what, xml)))
                        .with("dryRun", "true")
                        .with("format", format);
        Response drawn =
                session.api().put(path.toString(), ApiClient.ANY, ApiClient.XML, xml, Map.of());
        session.print(drawn.text());
        if (format.equals("text")) {
            session.printWarnings(drawn.hints());
        }
    }
}
