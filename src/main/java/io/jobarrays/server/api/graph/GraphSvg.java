package io.jobarrays.server.api.graph;

import io.jobarrays.server.api.graph.DrawnGraph.DrawnBox;
import io.jobarrays.server.api.graph.DrawnGraph.DrawnLine;
import io.jobarrays.server.api.graph.DrawnGraph.DrawnPoint;
import io.jobarrays.server.batch.jobxml.graph.GraphNode;
import io.jobarrays.server.batch.jobxml.graph.JobGraph;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Draws the graph of a job as SVG without scripts or references to other documents. */
final class GraphSvg {
    private final JobGraph graph;
    private final StringBuilder text = new StringBuilder();

    private GraphSvg(JobGraph graph) {
        this.graph = graph;
    }

    static String of(JobGraph graph) {
        return new GraphSvg(graph).write();
    }

    private String write() {
        DrawnGraph drawn = GraphLayout.of(graph);
        add(
                """
                <?xml version="1.0" encoding="UTF-8"?>
                <svg xmlns="http://www.w3.org/2000/svg" width="%.0f" height="%.0f" viewBox="0 0 %.0f %.0f" font-family="monospace" font-size="13">
                <title>%s</title>
                <defs><marker id="arrow" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="8" markerHeight="8" orient="auto"><path d="M 0 0 L 10 5 L 0 10 z"/></marker></defs>
                <rect width="100%%" height="100%%" fill="#ffffff"/>
                """,
                drawn.width(),
                drawn.height(),
                drawn.width(),
                drawn.height(),
                SvgText.escaped(graph.job()));
        drawn.boxes().forEach(this::box);
        drawn.lines().forEach(this::line);
        add("</svg>\n");
        return text.toString();
    }

    private void box(DrawnBox box) {
        add("<g><title>%s</title>%s", SvgText.escaped(box.node().id()), shape(box));
        List<String> lines = NodeLabel.lines(box.node());
        boolean container = box.node().kind().contains();
        double top =
                container
                        ? box.y()
                        : box.y() + (box.height() - lines.size() * GraphLayout.LINE_HEIGHT) / 2;
        for (int i = 0; i < lines.size(); i++) {
            add(
                    "<text x=\"%.1f\" y=\"%.1f\"%s>%s</text>",
                    container ? box.x() + GraphLayout.MARGIN : box.x() + box.width() / 2,
                    top + i * GraphLayout.LINE_HEIGHT + 13,
                    container ? " fill=\"#555555\"" : " text-anchor=\"middle\"",
                    SvgText.escaped(SvgText.shortened(lines.get(i))));
        }
        add("</g>\n");
    }

    private static String shape(DrawnBox box) {
        GraphNode node = box.node();
        return switch (node.kind()) {
            case DECISION -> diamond(box);
            case SPLIT, FLOW ->
                    rectangle(
                            box, 4, "fill=\"#f6f6f6\" stroke=\"#999999\" stroke-dasharray=\"5 3\"");
            case END, FAIL, STOP -> rectangle(box, 14, "fill=\"#eeeeee\" stroke=\"#333333\"");
            case STAGE ->
                    rectangle(
                            box,
                            4,
                            "fill=\"%s\" stroke=\"#333333\"".formatted(NodeLabel.fill(node)));
        };
    }

    private static String rectangle(DrawnBox box, int corner, String style) {
        return format(
                "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" rx=\"%d\" %s/>",
                box.x(), box.y(), box.width(), box.height(), corner, style);
    }

    private static String diamond(DrawnBox box) {
        double middleX = box.x() + box.width() / 2;
        double middleY = box.y() + box.height() / 2;
        return format(
                "<polygon points=\"%.1f,%.1f %.1f,%.1f %.1f,%.1f %.1f,%.1f\" fill=\"#fffbe0\" stroke=\"#333333\"/>",
                box.x(),
                middleY,
                middleX,
                box.y(),
                box.x() + box.width(),
                middleY,
                middleX,
                box.y() + box.height());
    }

    private void line(DrawnLine line) {
        add(
                "<polyline points=\"%s\" fill=\"none\" stroke=\"#333333\"%s marker-end=\"url(#arrow)\"/>",
                line.points().stream().map(GraphSvg::point).collect(Collectors.joining(" ")),
                NodeLabel.leads(line.edge()) ? "" : " stroke-dasharray=\"4 3\"");
        String label = NodeLabel.of(line.edge());
        if (!label.isEmpty()) {
            add(
                    "<text x=\"%.1f\" y=\"%.1f\" fill=\"#333333\">%s</text>",
                    line.label().x(),
                    line.label().y() + 13,
                    SvgText.escaped(SvgText.shortened(label)));
        }
        add("\n");
    }

    private static String point(DrawnPoint point) {
        return format("%.1f,%.1f", point.x(), point.y());
    }

    private void add(String form, Object... values) {
        text.append(format(form, values));
    }

    private static String format(String form, Object... values) {
        return String.format(Locale.ROOT, form, values);
    }
}
