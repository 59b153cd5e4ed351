package io.jobarrays.server.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jobarrays.server.TestDatabase;
import io.jobarrays.server.arrays.reconcile.SimulatedPhases;
import io.jobarrays.server.batch.jobxml.xml.XmlRefused;
import io.jobarrays.server.batch.rows.ExecutionState;
import io.jobarrays.server.problems.NotFound;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class DefinitionsTest {
    @Inject Definitions definitions;
    @Inject Executions executions;
    @Inject SimulatedPhases paper;

    @Test
    void aVersionNeverChanges() {
        byte[] one = ChainFixture.job("versions", ChainFixture.stage("paper-one", 1));
        byte[] two = ChainFixture.job("versions", ChainFixture.stage("paper-two", 2));

        assertThat(definitions.put("versions", one, false).version()).isEqualTo(1);
        assertThat(definitions.put("versions", one, false).created()).isFalse();
        assertThat(definitions.put("versions", two, false).version()).isEqualTo(2);

        assertThat(definitions.xml("versions", 1)).isEqualTo(one);
        assertThat(definitions.xml("versions", null)).isEqualTo(two);
        assertThat(definitions.graph("versions", null)).isEqualTo("paper-two (2)");
    }

    @Test
    void anOldVersionStillRuns() {
        definitions.put("old", ChainFixture.job("old", ChainFixture.stage("paper-old", 1)), false);
        definitions.put("old", ChainFixture.job("old", ChainFixture.stage("paper-new", 1)), false);

        long id = executions.start("old", 1, Map.of(), null).id();

        ExecutionAwait.until(executions, id, ExecutionState.COMPLETED);
        assertThat(paper.endedAttempts("paper-old")).hasSize(1);
        assertThat(paper.endedAttempts("paper-new")).isEmpty();
    }

    @Test
    void aDryRunStoresNothing() {
        byte[] xml = ChainFixture.job("dry", ChainFixture.stage("paper-dry", 1));

        StoredDefinition stored = definitions.put("dry", xml, true);
        ValidatedSubmission checked = executions.check(xml, Map.of(), null);

        assertThat(stored.graph()).isEqualTo("paper-dry (1)").isEqualTo(checked.graph());
        assertThat(stored.expandedXml()).contains("paper-dry.launch");
        assertThatThrownBy(() -> definitions.xml("dry", null))
                .isInstanceOf(NotFound.class)
                .hasMessage("there is no definition \"dry\"");
    }

    @Test
    void theJobsIdIsItsName() {
        byte[] xml = ChainFixture.job("mine", ChainFixture.stage("paper-mine", 1));

        assertThatThrownBy(() -> definitions.put("yours", xml, false))
                .isInstanceOf(XmlRefused.class)
                .hasMessageContaining("the job's id is \"mine\"");
    }

    @Test
    void theExpandedFormRunsLikeTheOriginal() {
        definitions.put(
                "again", ChainFixture.job("again", ChainFixture.stage("paper-again", 2)), false);
        String expanded = definitions.expanded("again", null);

        long id = executions.submit(expanded.getBytes(StandardCharsets.UTF_8), Map.of(), null).id();

        ExecutionAwait.until(executions, id, ExecutionState.COMPLETED);
        assertThat(paper.endedAttempts("paper-again")).hasSize(2);
        assertThat(definitions.version("again")).isEqualTo(2);
    }
}
