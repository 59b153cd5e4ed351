package io.jobarrays.server.api.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import io.jobarrays.contract.Refusal;
import io.jobarrays.server.batch.jobxml.graph.GraphEdge;
import io.jobarrays.server.batch.jobxml.graph.GraphNode;
import io.jobarrays.server.batch.jobxml.graph.JobGraph;
import jakarta.ws.rs.core.MediaType;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

class GraphDrawingsTest {
    private static final String EVIL = "\"><script>alert('x')</script>&\\";

    private static final JobGraph GRAPH =
            new JobGraph(
                    "chain",
                    List.of(
                            stage("prepare", null, "COMPLETED", Map.of("succeeded", "[0-9]")),
                            node("sides", GraphNode.NodeKind.SPLIT, null),
                            node("left", GraphNode.NodeKind.FLOW, "sides"),
                            stage("training", "left", "STARTED", Map.of("running", "[0-3]")),
                            new GraphNode(
                                    "enough",
                                    GraphNode.NodeKind.DECISION,
                                    null,
                                    null,
                                    "succeeded-share",
                                    null,
                                    Map.of()),
                            node(".fail", GraphNode.NodeKind.FAIL, null)),
                    List.of(
                            new GraphEdge("prepare", "sides", GraphEdge.EdgeKind.NEXT, null),
                            new GraphEdge("prepare", "training", GraphEdge.EdgeKind.INPUTS, null),
                            new GraphEdge("sides", "enough", GraphEdge.EdgeKind.NEXT, null),
                            new GraphEdge(
                                    "enough", ".fail", GraphEdge.EdgeKind.TRANSITION, "TOO_FEW")));

    private static final JobGraph HOSTILE =
            new JobGraph(
                    EVIL,
                    List.of(
                            stage(EVIL, null, "FAILED", Map.of("failed", EVIL)),
                            stage("b", null, "PLANNED", Map.of())),
                    List.of(new GraphEdge(EVIL, "b", GraphEdge.EdgeKind.TRANSITION, EVIL)));

    @Test
    void drawsDot() {
        assertThat(GraphDot.of(GRAPH))
                .isEqualTo(
                        """
                        digraph "chain" {
                          rankdir=LR; compound=true;
                          node [shape=box, style=filled, fillcolor=white, fontname=monospace];
                          edge [fontname=monospace];
                          "prepare" [label="prepare (10)\\nsucceeded [0-9]", fillcolor="#d4f2d4"];
                          subgraph "cluster_sides" {
                            label="split sides";
                            subgraph "cluster_left" {
                              label="flow left";
                              "training" [label="training (10)\\nrunning [0-3]", fillcolor="#cfe8ff"];
                            }
                          }
                          "enough" [label="enough: succeeded-share", shape=diamond, fillcolor="#ffffff"];
                          ".fail" [label="fail", shape=ellipse, fillcolor="#ffffff"];
                          "prepare" -> "training" [lhead="cluster_sides"];
                          "prepare" -> "training" [label="inputs", style=dashed, constraint=false];
                          "training" -> "enough" [ltail="cluster_sides"];
                          "enough" -> ".fail" [label="TOO_FEW"];
                        }
                        """);
        assertThat(GraphDot.of(HOSTILE)).contains("\"\\\"><script>alert('x')</script>&\\\\\"");
    }

    @Test
    void drawsMermaid() {
        assertThat(GraphMermaid.of(GRAPH))
                .isEqualTo(
                        """
                        flowchart LR
                          n0["prepare (10)<br/>succeeded [0-9]"]
                          subgraph n1["split sides"]
                            subgraph n2["flow left"]
                              n3["training (10)<br/>running [0-3]"]
                            end
                          end
                          n4{"enough: succeeded-share"}
                          n5(["fail"])
                          n0 --> n1
                          n0 -.->|"inputs"| n3
                          n1 --> n4
                          n4 -->|"TOO#95;FEW"| n5
                          style n0 fill:#d4f2d4
                          style n3 fill:#cfe8ff
                        """
                                .replace("#95;", "_"));
        assertThat(GraphMermaid.of(HOSTILE))
                .contains("#34;#62;#60;script#62;")
                .doesNotContain("<s");
    }

    @Test
    void drawsSvgThatIsXmlAndNamesEachStage() throws Exception {
        Document svg = xml(GraphSvg.of(GRAPH));

        assertThat(svg.getDocumentElement().getNamespaceURI())
                .isEqualTo("http://www.w3.org/2000/svg");
        assertThat(texts(svg, "text"))
                .containsExactly(
                        "prepare (10)",
                        "succeeded [0-9]",
                        "split sides",
                        "flow left",
                        "training (10)",
                        "running [0-3]",
                        "enough: succeeded-share",
                        "fail",
                        "inputs",
                        "TOO_FEW");
        assertThat(texts(svg, "title")).contains("chain", "prepare", "training");
        assertThat(svg.getElementsByTagName("polyline").getLength()).isEqualTo(4);
        assertThat(GraphSvg.of(GRAPH)).doesNotContain("NaN");
    }

    @Test
    void boxesHoldTheirText() {
        JobGraph narrow =
                new JobGraph(
                        "narrow",
                        List.of(
                                node("f", GraphNode.NodeKind.SPLIT, null),
                                node("a-flow-with-a-long-name", GraphNode.NodeKind.FLOW, "f"),
                                stage("s", "a-flow-with-a-long-name", "PLANNED", Map.of())),
                        List.of());

        assertThat(GraphLayout.of(narrow).boxes())
                .allSatisfy(
                        box ->
                                assertThat(box.width())
                                        .isGreaterThan(
                                                NodeLabel.lines(box.node()).getFirst().length()
                                                        * GraphLayout.CHARACTER_WIDTH));
    }

    @Test
    void textOfUsersIsNoMarkupInSvg() throws Exception {
        String text = GraphSvg.of(HOSTILE);

        Document svg = xml(text);

        assertThat(text).doesNotContain("<script");
        assertThat(svg.getElementsByTagName("script").getLength()).isZero();
        assertThat(texts(svg, "title")).contains(EVIL);
        assertThat(SvgText.escaped("a\u0001\ud800")).isEqualTo("a\ufffd\ufffd");
    }

    @Test
    void drawsAThousandStages() {
        List<GraphNode> nodes =
                IntStream.range(0, 1000)
                        .mapToObj(i -> stage("s" + i, null, "PLANNED", Map.of()))
                        .toList();
        List<GraphEdge> edges = new ArrayList<>();
        IntStream.range(1, 1000)
                .forEach(
                        i ->
                                edges.add(
                                        new GraphEdge(
                                                "s" + (i - 1),
                                                "s" + i,
                                                GraphEdge.EdgeKind.NEXT,
                                                null)));

        assertThat(GraphSvg.of(new JobGraph("long", nodes, edges))).contains(">s999 (10)<");
    }

    @Test
    void jsonHasNodesAndEdges() throws Exception {
        ObjectMapper snakeCase =
                new ObjectMapper().setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE);

        assertThat(
                        snakeCase.writeValueAsString(
                                new JobGraph(
                                        "chain",
                                        GRAPH.nodes().subList(0, 1),
                                        GRAPH.edges().subList(3, 4))))
                .isEqualTo(
                        """
                        {"job":"chain","nodes":[{"id":"prepare","kind":"STAGE","parent":null,"size":10,"decider":null,"state":"COMPLETED","indexes":{"succeeded":"[0-9]"}}],"edges":[{"from":"enough","to":".fail","kind":"TRANSITION","label":"TOO_FEW"}]}""");
    }

    @ParameterizedTest
    @CsvSource({
        "image/svg+xml, SVG",
        "image/*, SVG",
        "text/vnd.graphviz, DOT",
        "text/vnd.mermaid, MERMAID",
        "application/json, JSON",
        "text/plain, TEXT",
        "*/*, TEXT",
        "application/pdf, TEXT"
    })
    void choosesFormByAcceptedType(String accepted, GraphFormat format) {
        assertThat(GraphFormat.of(null, List.of(MediaType.valueOf(accepted)))).isEqualTo(format);
        assertThat(GraphFormat.of("dot", List.of(MediaType.valueOf(accepted))))
                .isEqualTo(GraphFormat.DOT);
    }

    @Test
    void refusesUnknownForm() {
        assertThatThrownBy(() -> GraphFormat.of("png", List.of()))
                .isInstanceOf(Refusal.class)
                .hasMessage(
                        "format: \"png\" is no form of a graph; write text, json, dot, mermaid, svg");
    }

    private static GraphNode stage(
            String id, @Nullable String parent, String state, Map<String, String> indexes) {
        return new GraphNode(id, GraphNode.NodeKind.STAGE, parent, 10, null, state, indexes);
    }

    private static GraphNode node(String id, GraphNode.NodeKind kind, @Nullable String parent) {
        return new GraphNode(id, kind, parent, null, null, null, Map.of());
    }

    private static Document xml(String text) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultNSInstance();
        return factory.newDocumentBuilder()
                .parse(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static List<String> texts(Document svg, String tag) {
        NodeList found = svg.getElementsByTagName(tag);
        return IntStream.range(0, found.getLength())
                .mapToObj(i -> found.item(i).getTextContent())
                .toList();
    }
}
