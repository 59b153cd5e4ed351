package io.jobarrays.server.batch.deciders;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.server.TestDatabase;
import io.jobarrays.server.arrays.reconcile.SimulatedPhases;
import io.jobarrays.server.batch.ChainFixture;
import io.jobarrays.server.batch.ExecutionAwait;
import io.jobarrays.server.batch.Executions;
import io.jobarrays.server.batch.rows.ExecutionState;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class DecidersTest {
    @Inject Executions executions;
    @Inject SimulatedPhases phases;

    @Test
    void takesEnoughWhenShareIsReached() {
        phases.endFirstAttemptWith("simulated-some", 3, "EXIT_1");
        byte[] xml = share("some", "simulated-some", "simulated-some-b", "75%");

        long id = executions.submit(xml, Map.of(), null).id();

        ExecutionAwait.until(executions, id, ExecutionState.COMPLETED);
        assertThat(phases.endedAttempts("simulated-some-b")).hasSize(1);
    }

    @Test
    void takesTooFewWhenShareIsMissed() {
        phases.endFirstAttemptWith("simulated-few", 3, "EXIT_1");
        byte[] xml = share("few", "simulated-few", "simulated-few-b", "76%");

        long id = executions.submit(xml, Map.of(), null).id();

        ExecutionAwait.until(executions, id, ExecutionState.FAILED);
        assertThat(phases.endedAttempts("simulated-few-b")).isEmpty();
    }

    @Test
    void parameterDecidesNextStage() {
        byte[] xml =
                ChainFixture.job(
                        "road",
                        ChainFixture.stage("simulated-start", 1, "next=\"which\"", ""),
                        """
                        <decision id="which" ref="parameter">
                          <properties><property name="name" value="road"/></properties>
                          <next on="low" to="simulated-low"/>
                          <next on="*" to="simulated-high"/>
                        </decision>
                        """,
                        ChainFixture.stage("simulated-low", 1),
                        ChainFixture.stage("simulated-high", 1));

        long id = executions.submit(xml, Map.of("road", "low"), null).id();

        ExecutionAwait.until(executions, id, ExecutionState.COMPLETED);
        assertThat(phases.endedAttempts("simulated-low")).hasSize(1);
        assertThat(phases.endedAttempts("simulated-high")).isEmpty();
    }

    /** The flow before the decision ends with a flow, which ends with a split. */
    @Test
    void seesTheLastStagesOfInnerFlows() {
        phases.endFirstAttemptWith("simulated-inner-c", 0, "EXIT_1");
        byte[] xml =
                ChainFixture.job(
                        "inner",
                        "<flow id=\"outer\" next=\"judge\">",
                        ChainFixture.stage("simulated-inner-a", 1, "next=\"nested\"", ""),
                        "<flow id=\"nested\"><split id=\"both\"><flow id=\"one\">",
                        ChainFixture.stage("simulated-inner-b", 1),
                        "</flow><flow id=\"two\">",
                        ChainFixture.stage(
                                "simulated-inner-c", 1, "", "<next on=\"*\" to=\"more\"/>"),
                        """
                        <decision id="more" ref="exit-status">
                          <next on="ALL_OK" to="simulated-inner-d"/>
                        </decision>
                        """,
                        ChainFixture.stage("simulated-inner-d", 1),
                        "</flow></split></flow></flow>",
                        """
                        <decision id="judge" ref="exit-status">
                          <end on="FAILED_1_OF_1" exit-status="SEEN"/>
                        </decision>
                        """);

        long id = executions.submit(xml, Map.of(), null).id();

        assertThat(ExecutionAwait.until(executions, id, ExecutionState.COMPLETED).exitStatus())
                .isEqualTo("SEEN");
    }

    private static byte[] share(String job, String first, String second, String atLeast) {
        return ChainFixture.job(
                job,
                ChainFixture.stage(first, 4, "", "<next on=\"*\" to=\"enough\"/>"),
                """
                <decision id="enough" ref="succeeded-share">
                  <properties><property name="at-least" value="%s"/></properties>
                  <next on="ENOUGH" to="%s"/>
                  <fail on="TOO_FEW"/>
                </decision>
                """
                        .formatted(atLeast, second),
                ChainFixture.stage(second, 1));
    }
}
