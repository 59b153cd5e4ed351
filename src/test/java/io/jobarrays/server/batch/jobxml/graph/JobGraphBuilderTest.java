package io.jobarrays.server.batch.jobxml.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.server.batch.jobxml.JobXmlSamples;
import io.jobarrays.server.batch.jobxml.JobXmlValidator;
import io.jobarrays.server.batch.jobxml.model.Submission;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class JobGraphBuilderTest {
    private static final String EVERYTHING =
            """
            <job id="everything" version="2.0" xmlns="https://jakarta.ee/xml/ns/jakartaee">
              <step id="first" next="sides">
                <properties><property name="count" value="4"/><property name="command" value="a"/></properties>
                <batchlet ref="array"/>
                <stop on="FAILED_2*" restart="first"/>
              </step>
              <split id="sides" next="enough">
                <flow id="left">
                  <step id="render">
                    <properties><property name="count" value="4"/><property name="command" value="b"/></properties>
                    <batchlet ref="array"/>
                  </step>
                </flow>
                <flow id="right">
                  <step id="encode">
                    <properties>
                      <property name="count" value="4"/>
                      <property name="command" value="c"/>
                      <property name="inputs" value="first, render"/>
                      <property name="after" value="render[index]"/>
                    </properties>
                    <batchlet ref="array"/>
                  </step>
                </flow>
              </split>
              <decision id="enough" ref="parameter">
                <properties><property name="name" value="publish"/></properties>
                <next on="yes" to="publish"/>
                <end on="no"/>
                <fail on="*"/>
              </decision>
              <step id="publish">
                <properties>
                  <property name="count" value="#{jobParameters['n']}"/>
                  <property name="command" value="d"/>
                  <property name="inputs" value="encode"/>
                </properties>
                <batchlet ref="array"/>
              </step>
            </job>
            """;

    @Test
    void namesEveryNodeWithItsParent() {
        assertThat(graph(EVERYTHING).nodes())
                .extracting(
                        node ->
                                "%s %s %s %s"
                                        .formatted(
                                                node.kind(), node.id(), node.parent(), node.size()))
                .containsExactly(
                        "STAGE first null 4",
                        "SPLIT sides null null",
                        "FLOW left sides null",
                        "STAGE render left 4",
                        "FLOW right sides null",
                        "STAGE encode right 4",
                        "DECISION enough null null",
                        "STAGE publish null null",
                        "STOP .stop null null",
                        "END .end null null",
                        "FAIL .fail null null");
    }

    @Test
    void drawsAnEdgeForEachAttributeAndProperty() {
        assertThat(edges(graph(EVERYTHING)))
                .containsExactly(
                        "first .stop TRANSITION FAILED_2*",
                        "first sides NEXT null",
                        "sides enough NEXT null",
                        "enough publish TRANSITION yes",
                        "enough .end TRANSITION no",
                        "enough .fail TRANSITION *",
                        "first encode INPUTS null",
                        "render encode INPUTS null",
                        "render encode AFTER render[index]",
                        "encode publish INPUTS null");
    }

    @Test
    void knowsInputsOfStageWhoseFilesAreNotKnown() {
        String job =
                JobXmlSamples.CHAIN.replace(
                        "<property name=\"barrier\" value=\"true\"/>",
                        "<property name=\"user-data\" value=\"@setup.sh\"/>");

        assertThat(edges(graph(job)))
                .containsExactly(
                        "preprocess training NEXT null", "preprocess training INPUTS null");
        assertThat(graph(job).nodes()).extracting(GraphNode::size).containsExactly(10, 5);
    }

    @Test
    void drawsMachinesThatAStageTakesOver() {
        String job =
                JobXmlSamples.CHAIN.replace(
                        "<property name=\"barrier\" value=\"true\"/>\n      <property name=\"inputs\" value=\"preprocess\"/>",
                        "<property name=\"machines\" value=\"preprocess\"/>");
        job = job.replace("<property name=\"ttl\" value=\"4h\"/>", "");

        assertThat(edges(graph(job)))
                .containsExactly(
                        "preprocess training NEXT null", "preprocess training MACHINES null");
    }

    private static JobGraph graph(String job) {
        return JobXmlValidator.check(job.getBytes(StandardCharsets.UTF_8), Submission.unknown())
                .jobGraph();
    }

    private static List<String> edges(JobGraph graph) {
        return graph.edges().stream()
                .map(
                        edge ->
                                "%s %s %s %s"
                                        .formatted(
                                                edge.from(), edge.to(), edge.kind(), edge.label()))
                .toList();
    }
}
