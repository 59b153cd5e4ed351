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
