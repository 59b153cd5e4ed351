package io.jobarrays.server.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.jobarrays.contract.Refusal;
import io.jobarrays.server.TestDatabase;
import io.jobarrays.server.arrays.reconcile.SimulatedPhases;
import io.jobarrays.server.arrays.spec.ArraySpec;
import io.jobarrays.server.batch.jobxml.graph.GraphEdge;
import io.jobarrays.server.batch.jobxml.graph.GraphNode;
import io.jobarrays.server.batch.jobxml.graph.JobGraph;
import io.jobarrays.server.batch.rows.ExecutionState;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class JobGraphsTest {
    @Inject Executions executions;
    @Inject ArrayLaunches launches;
    @Inject Definitions definitions;
    @Inject JobGraphs graphs;
    @Inject SimulatedPhases phases;

    @Test
    void showsIndexesOfAnExecutionByState() {
        phases.endFirstAttemptWith("simulated-drawn", 1, "EXIT_7");
        byte[] xml =
                ChainFixture.job(
                        "drawing",
                        ChainFixture.stage("simulated-drawn", 3, "next=\"simulated-later\"", ""),
                        ChainFixture.stage("simulated-later", 2)
                                .replace(
                                        "</properties>",
                                        "<property name=\"inputs\" value=\"simulated-drawn\"/><property name=\"machines\" value=\"simulated-drawn\"/></properties>")
                                .replace("value=\"2\"", "value=\"#{jobParameters['n']}\""));

        long id = executions.submit(xml, Map.of("n", "2"), null).id();
        ExecutionAwait.until(executions, id, ExecutionState.FAILED);
        JobGraph graph = graphs.ofExecution(id);

        assertThat(graph.nodes())
                .extracting(GraphNode::id, GraphNode::size, GraphNode::state, GraphNode::indexes)
                .containsExactly(
                        tuple(
                                "simulated-drawn",
                                3,
                                "FAILED",
                                Map.of("succeeded", "[0,2]", "failed", "[1]")),
                        tuple("simulated-later", 2, "PLANNED", Map.of("planned", "[0-1]")));
        assertThat(graph.edges())
                .extracting(GraphEdge::kind)
                .containsExactly(
                        GraphEdge.EdgeKind.NEXT,
                        GraphEdge.EdgeKind.INPUTS,
                        GraphEdge.EdgeKind.MACHINES);
        assertThat(graphs.linesOfExecution(id)).isEqualTo(definitions.graph("drawing", 1));
        assertThat(graphs.ofDefinition("drawing", null).nodes())
                .extracting(GraphNode::size)
                .containsExactly(3, null);
    }

    @Test
    void refusesGraphOfALaunch() {
        long id =
                launches.launch(
                                ArraySpec.of(
                                        Map.of(
                                                "job-array-name",
                                                "simulated-alone",
                                                "command",
                                                "true")))
                        .execution();

        assertThatThrownBy(() -> graphs.ofExecution(id))
                .isInstanceOf(Refusal.class)
                .hasMessage("execution %d launched one array: there is no graph".formatted(id));
    }
}
