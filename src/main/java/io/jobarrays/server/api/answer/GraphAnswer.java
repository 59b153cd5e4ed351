package io.jobarrays.server.api.answer;

import io.jobarrays.server.api.graph.GraphFormat;
import io.jobarrays.server.batch.jobxml.graph.JobGraph;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.ResponseBuilder;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Answer with a graph in the form that the query or the accepted types name. */
public final class GraphAnswer {
    /** For a browser that opens the drawing by its address. */
    private static final String NO_SCRIPTS = "default-src 'none'; sandbox";

    private GraphAnswer() {}

    /**
     * @param format of the query; null: by the accepted types
     * @param lines the transitions, one a line
     */
    public static ResponseBuilder of(
            @Nullable String format,
            HttpHeaders request,
            Supplier<JobGraph> graph,
            Supplier<String> lines) {
        GraphFormat form = GraphFormat.of(format, request.getAcceptableMediaTypes());
        return Response.ok(form.content(graph, lines))
                .type(form.contentType())
                .header(HttpHeaders.VARY, HttpHeaders.ACCEPT)
                .header("Content-Security-Policy", NO_SCRIPTS)
                .header("X-Content-Type-Options", "nosniff");
    }
}
