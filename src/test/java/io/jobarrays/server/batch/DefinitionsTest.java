package io.jobarrays.server.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jobarrays.server.TestDatabase;
import io.jobarrays.server.arrays.reconcile.SimulatedPhases;
import io.jobarrays.server.batch.engine.BatchTables;
import io.jobarrays.server.batch.jobxml.model.JobPlan;
import io.jobarrays.server.batch.jobxml.xml.XmlRefused;
import io.jobarrays.server.batch.rows.ExecutionRows;
import io.jobarrays.server.batch.rows.ExecutionState;
import io.jobarrays.server.batch.rows.ExpectedVersion;
import io.jobarrays.server.problems.NotFound;
import io.jobarrays.server.problems.Refused;
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
    @Inject ExecutionRows rows;
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

        long id = executions.start("old", 1, Map.of(), null, SubmitOptions.NONE).id();

        ExecutionAwait.until(executions, id, ExecutionState.COMPLETED);
        assertThat(phases.endedAttempts("simulated-old")).hasSize(1);
        assertThat(phases.endedAttempts("simulated-new")).isEmpty();
    }

    @Test
    void deletedDefinitionStartsNothingAndStaysReadableForItsExecutions() {
        byte[] xml = ChainFixture.job("deleted", ChainFixture.stage("simulated-deleted", 1));
        long id = executions.submit(xml, Map.of(), null).id();
        ExecutionAwait.until(executions, id, ExecutionState.COMPLETED);

        definitions.delete("deleted", ExpectedVersion.of("\"v1\""));

        assertThat(definitions.list(null, 0, 1000)).noneMatch(one -> one.name().equals("deleted"));
        assertThatThrownBy(() -> definitions.version("deleted"))
                .isInstanceOf(NotFound.class)
                .hasMessage("there is no definition \"deleted\"");
        assertThatThrownBy(() -> executions.start("deleted", 1, Map.of(), null, SubmitOptions.NONE))
                .isInstanceOf(NotFound.class)
                .hasMessageStartingWith("version 1 of \"deleted\" was deleted");
        assertThat(definitions.xml("deleted", 1)).isEqualTo(xml);
        assertThat(executions.view(id).definition()).isEqualTo("deleted");
        assertThat(executions.warnings(id)).isEmpty();
    }

    @Test
    void insertsNoExecutionOfVersionThatWasDeletedMeanwhile() {
        byte[] xml = ChainFixture.job("raced", ChainFixture.stage("simulated-raced", 1));
        definitions.put("raced", xml, false);
        JobPlan plan = Definitions.checked("raced", xml).plan();

        definitions.delete("raced", ExpectedVersion.NONE);

        assertThatThrownBy(() -> rows.insert("raced", 1, plan, Map.of(), null, null, null))
                .isInstanceOf(Refused.class)
                .hasMessage(
                        "version 1 of raced was deleted meanwhile; store it again and start that version");
    }

    @Test
    void givesNextNumberToVersionAfterDeletion() {
        byte[] xml = ChainFixture.job("returned", ChainFixture.stage("simulated-returned", 1));
        definitions.put("returned", xml, false);
        definitions.delete("returned", ExpectedVersion.NONE);

        StoredDefinition stored = definitions.put("returned", xml, false);

        assertThat(stored.version()).isEqualTo(2);
        assertThat(stored.created()).isTrue();
        assertThat(definitions.list(null, 0, 1000))
                .filteredOn(one -> one.name().equals("returned"))
                .singleElement()
                .satisfies(one -> assertThat(one.versions()).hasSize(1));
    }

    @Test
    void refusesToDeleteDefinitionWhileItRuns() {
        byte[] xml = ChainFixture.job("running", ChainFixture.stage("simulated-running", 1));
        phases.hold("simulated-running");
        long id = executions.submit(xml, Map.of(), null).id();

        assertThatThrownBy(() -> definitions.delete("running", ExpectedVersion.NONE))
                .isInstanceOf(Refused.class)
                .hasMessage(
                        "definition running was not deleted: execution %d of it has not ended; wait, or stop with spawn executions stop %d"
                                .formatted(id, id));

        phases.releaseHeld("simulated-running");
        ExecutionAwait.until(executions, id, ExecutionState.COMPLETED);
        definitions.delete("running", ExpectedVersion.NONE);
        assertThatThrownBy(() -> definitions.version("running")).isInstanceOf(NotFound.class);
    }

    @Test
    void refusesChangeOfOtherVersionThanExpected() {
        byte[] one = ChainFixture.job("expected", ChainFixture.stage("simulated-one", 1));
        byte[] two = ChainFixture.job("expected", ChainFixture.stage("simulated-two", 2));
        definitions.put("expected", one, false);
        ExpectedVersion first = ExpectedVersion.of("\"v1\"");
        definitions.put("expected", two, false, first);

        assertThatThrownBy(() -> definitions.put("expected", one, false, first))
                .isInstanceOf(Refused.class)
                .hasMessage(
                        "definition expected: the newest version is v2, and If-Match asks for v1; nothing was changed, read v2 and repeat the change");
        assertThatThrownBy(() -> definitions.delete("expected", first)).isInstanceOf(Refused.class);
        assertThat(definitions.version("expected")).isEqualTo(2);
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
