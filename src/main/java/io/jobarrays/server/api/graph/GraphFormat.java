package io.jobarrays.server.api.graph;

import io.jobarrays.contract.Refusal;
import io.jobarrays.server.batch.jobxml.graph.JobGraph;
import jakarta.ws.rs.core.MediaType;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Form of the graph of a job in an answer. */
public enum GraphFormat {
    TEXT(MediaType.TEXT_PLAIN),
    JSON(MediaType.APPLICATION_JSON),
    DOT(GraphFormat.DOT_TYPE),
    MERMAID(GraphFormat.MERMAID_TYPE),
    SVG(GraphFormat.SVG_TYPE);

    public static final String DOT_TYPE = "text/vnd.graphviz";
    public static final String MERMAID_TYPE = "text/vnd.mermaid";
    public static final String SVG_TYPE = "image/svg+xml";

    private final String type;

    GraphFormat(String type) {
        this.type = type;
    }

    /**
     * @param format of the query, which wins; null: by the accepted types
     * @param accepted the best first; none of these: text
     */
    public static GraphFormat of(@Nullable String format, List<MediaType> accepted) {
        if (format == null) {
            return accepted.stream().flatMap(type -> of(type).stream()).findFirst().orElse(TEXT);
        }
        return Arrays.stream(values())
                .filter(one -> one.word().equals(format))
                .findFirst()
                .orElseThrow(() -> new Refusal(unknown(format)));
    }

    private static String unknown(String format) {
        return "format: \"%s\" is no form of a graph; write %s"
                .formatted(
                        format,
                        Arrays.stream(values())
                                .map(GraphFormat::word)
                                .collect(Collectors.joining(", ")));
    }

    /** With its encoding. */
    public String contentType() {
        return this == JSON ? type : type + ";charset=UTF-8";
    }

    /**
     * What is sent.
     *
     * @param lines the transitions, one a line
     */
    public Object content(Supplier<JobGraph> graph, Supplier<String> lines) {
        return switch (this) {
            case TEXT -> lines.get();
            case JSON -> graph.get();
            case DOT -> GraphDot.of(graph.get());
            case MERMAID -> GraphMermaid.of(graph.get());
            case SVG -> GraphSvg.of(graph.get());
        };
    }

    private String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    private static Optional<GraphFormat> of(MediaType accepted) {
        return Arrays.stream(values())
                .filter(one -> MediaType.valueOf(one.type).isCompatible(accepted))
                .findFirst();
    }
}
