package io.jobarrays.server.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jobarrays.server.TestDatabase;
import io.jobarrays.server.arrays.reconcile.SimulatedPhases;
import io.jobarrays.server.batch.engine.BatchTables;
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
    @Inject SimulatedPhases phases;
    @Inject BatchTables tables;

    @Test
    void storesChangedXmlAsNewVersion() {
        byte[] one = ChainFixture.job("versions", ChainFixture.stage("simulated-one", 1));
        byte[] two = ChainFixture.job("versions", ChainFixture.stage("simulated-two", 2));

        assertThat(definitions.put("versions", one, false).version()).isEqualTo(1);
        assertThat(definitions.put("versions", one, false).created()).isFalse();
        assertThat(definitions.put("versions", two, false).version()).isEqualTo(2);

        assertThat(definitions.xml("versions", 1)).isEqualTo(one);
        assertThat(definitions.xml("versions", null)).isEqualTo(two);
        assertThat(definitions.graph("versions", null)).isEqualTo("simulated-two (2)");
    }

    @Test
    void startsOldVersion() {
        definitions.put(
                "old", ChainFixture.job("old", ChainFixture.stage("simulated-old", 1)), false);
        definitions.put(
                "old", ChainFixture.job("old", ChainFixture.stage("simulated-new", 1)), false);

        long id = executions.start("old", 1, Map.of(), null, null).id();

        ExecutionAwait.until(executions, id, ExecutionState.COMPLETED);
        assertThat(phases.endedAttempts("simulated-old")).hasSize(1);
        assertThat(phases.endedAttempts("simulated-new")).isEmpty();
    }

    @Test
    void dryRunStoresNothing() {
        byte[] xml = ChainFixture.job("dry", ChainFixture.stage("simulated-dry", 1));

        StoredDefinition stored = definitions.put("dry", xml, true);
        ValidatedSubmission checked = executions.check(xml, Map.of(), null, null);

        assertThat(stored.graph()).isEqualTo("simulated-dry (1)").isEqualTo(checked.graph());
        assertThat(stored.expandedXml()).contains("simulated-dry.launch");
        assertThatThrownBy(() -> definitions.xml("dry", null))
                .isInstanceOf(NotFound.class)
                .hasMessage("there is no definition \"dry\"");
    }

    @Test
    void storesGraphWithoutParametersOfSubmission() {
        String stage =
                ChainFixture.stage("simulated-count", 1)
                        .replace("value=\"1\"", "value=\"#{jobParameters['n']}\"");
        byte[] xml = ChainFixture.job("counted", stage);

        executions.submit(xml, Map.of("n", "2"), null);

        assertThat(definitions.graph("counted", null)).doesNotContain("(2)");
    }

    @Test
    void derivesGraphOfRowStoredBeforeItHadOne() {
        byte[] xml = ChainFixture.job("before", ChainFixture.stage("simulated-before", 1));
        StoredDefinition stored = definitions.put("before", xml, false);
        tables.forgetDerivedColumns("before");

        assertThat(definitions.graph("before", null)).isEqualTo(stored.graph());
        assertThat(definitions.expanded("before", null)).isEqualTo(stored.expandedXml());
        assertThat(definitions.restartable("before", 1)).isTrue();
    }

    @Test
    void refusesNameThatIsNotJobId() {
        byte[] xml = ChainFixture.job("mine", ChainFixture.stage("simulated-mine", 1));

        assertThatThrownBy(() -> definitions.put("yours", xml, false))
                .isInstanceOf(XmlRefused.class)
                .hasMessageContaining("the job's id is \"mine\"");
    }

    @Test
    void expandedFormRunsLikeOriginal() {
        definitions.put(
                "again",
                ChainFixture.job("again", ChainFixture.stage("simulated-again", 2)),
                false);
        String expanded = definitions.expanded("again", null);

        long id = executions.submit(expanded.getBytes(StandardCharsets.UTF_8), Map.of(), null).id();

        ExecutionAwait.until(executions, id, ExecutionState.COMPLETED);
        assertThat(phases.endedAttempts("simulated-again")).hasSize(2);
        assertThat(definitions.version("again")).isEqualTo(2);
    }
}
