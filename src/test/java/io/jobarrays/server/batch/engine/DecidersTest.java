package io.jobarrays.server.batch.engine;

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
        phases.endFirstAttemptWith("paper-some", 3, "EXIT_1");
        byte[] xml = share("some", "paper-some", "paper-some-b", "75%");

        long id = executions.submit(xml, Map.of(), null).id();

        ExecutionAwait.until(executions, id, ExecutionState.COMPLETED);
        assertThat(phases.endedAttempts("paper-some-b")).hasSize(1);
    }

    @Test
    void takesTooFewWhenShareIsMissed() {
        phases.endFirstAttemptWith("paper-few", 3, "EXIT_1");
        byte[] xml = share("few", "paper-few", "paper-few-b", "76%");

        long id = executions.submit(xml, Map.of(), null).id();

        ExecutionAwait.until(executions, id, ExecutionState.FAILED);
        assertThat(phases.endedAttempts("paper-few-b")).isEmpty();
    }

    @Test
    void parameterDecidesNextStage() {
        byte[] xml =
                ChainFixture.job(
                        "road",
                        ChainFixture.stage("paper-start", 1, "next=\"which\"", ""),
                        """
                        <decision id="which" ref="parameter">
                          <properties><property name="name" value="road"/></properties>
                          <next on="low" to="paper-low"/>
                          <next on="*" to="paper-high"/>
                        </decision>
                        """,
                        ChainFixture.stage("paper-low", 1),
                        ChainFixture.stage("paper-high", 1));

        long id = executions.submit(xml, Map.of("road", "low"), null).id();

        ExecutionAwait.until(executions, id, ExecutionState.COMPLETED);
        assertThat(phases.endedAttempts("paper-low")).hasSize(1);
        assertThat(phases.endedAttempts("paper-high")).isEmpty();
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
