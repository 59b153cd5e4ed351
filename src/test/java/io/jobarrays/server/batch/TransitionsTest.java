package io.jobarrays.server.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.server.TestDatabase;
import io.jobarrays.server.arrays.reconcile.SimulatedPhases;
import io.jobarrays.server.batch.jobxml.ReferencePage;
import io.jobarrays.server.batch.rows.ExecutionState;
import io.jobarrays.server.batch.view.ExecutionView;
import io.jobarrays.server.batch.view.StageView;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Transitions and deciders end an execution as {@code docs/reference/job-xml.md} says. */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class TransitionsTest {
    @Inject Executions executions;
    @Inject SimulatedPhases phases;

    @Test
    void eachTransitionEndsTheExecutionAsThePageSays() {
        for (List<String> row : ReferencePage.rows("## Transitions").subList(0, 4)) {
            ExecutionState state = ExecutionState.valueOf(ReferencePage.code(row.get(1)));
            List<String> results = ReferencePage.codes(row.get(2));
            String kind = ReferencePage.code(row.getFirst());

            assertThat(end(kind, "", state).exitStatus()).isEqualTo(results.getLast());
            if (!kind.isEmpty()) {
                assertThat(results).startsWith("exit-status");
                assertThat(end(kind, "exit-status=\"MINE\"", state).exitStatus()).isEqualTo("MINE");
            }
        }
    }

    private ExecutionView end(String kind, String attributes, ExecutionState state) {
        String transition =
                kind.isEmpty() ? "" : "<%s on=\"ALL*\" %s/>".formatted(kind, attributes);
        byte[] xml =
                ChainFixture.job(
                        "ends" + kind, ChainFixture.stage("simulated-ends", 1, "", transition));
        long id = executions.submit(xml, Map.of(), null).id();
        return ExecutionAwait.until(executions, id, state);
    }

    @Test
    void answerOfADeciderIsNotTheResult() {
        String decision =
                """
                <decision id="answer" ref="exit-status">
                  <next on="ALL_OK" to="simulated-answer-b"/>
                  <end on="FAILED*" exit-status="SOME_FAILED"/>
                </decision>
                """;
        byte[] xml =
                ChainFixture.job(
                        "answered",
                        ChainFixture.stage(
                                "simulated-answer-a", 1, "", "<next on=\"*\" to=\"answer\"/>"),
                        decision,
                        ChainFixture.stage("simulated-answer-b", 1));

        long completed = executions.submit(xml, Map.of(), null).id();
        assertThat(
                        ExecutionAwait.until(executions, completed, ExecutionState.COMPLETED)
                                .exitStatus())
                .isEqualTo("COMPLETED");

        phases.endFirstAttemptWith("simulated-answer-b", 0, "EXIT_1");
        long failed = executions.submit(xml, Map.of(), null).id();
        assertThat(ExecutionAwait.until(executions, failed, ExecutionState.FAILED).exitStatus())
                .isEqualTo("FAILED");

        phases.endFirstAttemptWith("simulated-answer-a", 0, "EXIT_1");
        long ended = executions.submit(xml, Map.of(), null).id();
        assertThat(ExecutionAwait.until(executions, ended, ExecutionState.COMPLETED).exitStatus())
                .isEqualTo("SOME_FAILED");
    }

    @Test
    void flowsCompareTheStatusOfTheirLastStage() {
        phases.endFirstAttemptWith("simulated-flow-b", 0, "EXIT_1");
        byte[] xml =
                ChainFixture.job(
                        "flows",
                        "<flow id=\"outer\"><flow id=\"inner\">",
                        ChainFixture.stage("simulated-flow-a", 1, "next=\"simulated-flow-b\"", ""),
                        ChainFixture.stage(
                                "simulated-flow-b",
                                1,
                                "next=\"simulated-flow-c\"",
                                "<next on=\"FAILED*\" to=\"simulated-flow-d\"/>"),
                        ChainFixture.stage("simulated-flow-c", 1),
                        ChainFixture.stage("simulated-flow-d", 2),
                        "<fail on=\"FAILED*\"/></flow>",
                        "<end on=\"ALL_OK\" exit-status=\"SEEN\"/></flow>");

        long id = executions.submit(xml, Map.of(), null).id();

        assertThat(ExecutionAwait.until(executions, id, ExecutionState.COMPLETED).exitStatus())
                .isEqualTo("SEEN");
    }

    @Test
    void firstTransitionThatMatchesCounts() {
        phases.endFirstAttemptWith("simulated-first-a", 0, "EXIT_1");
        byte[] xml =
                ChainFixture.job(
                        "first",
                        ChainFixture.stage(
                                "simulated-first-a",
                                1,
                                "",
                                "<next on=\"*\" to=\"simulated-first-b\"/><fail on=\"FAILED*\"/>"),
                        ChainFixture.stage("simulated-first-b", 1));

        long id = executions.submit(xml, Map.of(), null).id();

        ExecutionAwait.until(executions, id, ExecutionState.COMPLETED);
        assertThat(phases.endedAttempts("simulated-first-b")).hasSize(1);
    }

    @Test
    void nextIsTakenWhenNoTransitionBesideItMatches() {
        String beside = "<next on=\"FAILED*\" to=\"simulated-repair\"/><fail on=\"NOT_VIABLE*\"/>";
        byte[] xml =
                ChainFixture.job(
                        "beside",
                        ChainFixture.stage(
                                "simulated-beside", 1, "next=\"simulated-plain\"", beside),
                        ChainFixture.stage("simulated-repair", 1, "next=\"simulated-plain\"", ""),
                        ChainFixture.stage("simulated-plain", 1));

        long plain = executions.submit(xml, Map.of(), null).id();
        ExecutionAwait.until(executions, plain, ExecutionState.COMPLETED);
        assertThat(phases.endedAttempts("simulated-plain")).hasSize(1);
        assertThat(phases.endedAttempts("simulated-repair")).isEmpty();

        phases.endFirstAttemptWith("simulated-beside", 0, "EXIT_1");
        long repaired = executions.submit(xml, Map.of(), null).id();
        ExecutionAwait.until(executions, repaired, ExecutionState.COMPLETED);
        assertThat(phases.endedAttempts("simulated-repair")).hasSize(1);
        assertThat(phases.endedAttempts("simulated-plain")).hasSize(2);
    }

    @Test
    void restartAfterStopBeginsAtTheNamedElement() {
        byte[] xml =
                ChainFixture.job(
                        "later",
                        ChainFixture.stage(
                                "simulated-later-a",
                                1,
                                "next=\"simulated-later-b\"",
                                "<stop on=\"ALL_OK\" restart=\"simulated-later-b\"/>"),
                        ChainFixture.stage("simulated-later-b", 1));

        long id = executions.submit(xml, Map.of(), null).id();
        ExecutionAwait.until(executions, id, ExecutionState.STOPPED);
        assertThat(phases.endedAttempts("simulated-later-b")).isEmpty();
        executions.restart(id);

        ExecutionAwait.until(executions, id, ExecutionState.COMPLETED);
        assertThat(phases.endedAttempts("simulated-later-a")).hasSize(1);
        assertThat(phases.endedAttempts("simulated-later-b")).hasSize(1);
    }

    @Test
    void decisionInAFlowJudgesItsStage() {
        phases.endFirstAttemptWith("simulated-judged", 0, "EXIT_1");

        ExecutionView enough = judged("50%", ExecutionState.COMPLETED);
        ExecutionView tooFew = judged("51%", ExecutionState.FAILED);

        assertThat(enough.stages())
                .extracting(StageView::exitStatus)
                .containsExactly("FAILED_1_OF_2", "ALL_OK");
        assertThat(tooFew.exitStatus()).isEqualTo("TOO_FEW");
    }

    private ExecutionView judged(String share, ExecutionState state) {
        byte[] xml =
                ChainFixture.job(
                        "judged",
                        "<split id=\"both\" next=\"simulated-judged-b\"><flow id=\"one\">",
                        ChainFixture.stage(
                                "simulated-judged", 2, "", "<next on=\"*\" to=\"enough\"/>"),
                        """
                        <decision id="enough" ref="succeeded-share">
                          <properties><property name="at-least" value="%s"/></properties>
                          <fail on="TOO_FEW" exit-status="TOO_FEW"/>
                        </decision></flow></split>
                        """
                                .formatted(share),
                        ChainFixture.stage("simulated-judged-b", 1));
        long id = executions.submit(xml, Map.of(), null).id();
        return ExecutionAwait.until(executions, id, state);
    }

    @Test
    void answerWithoutTransitionEndsTheJob() {
        byte[] xml =
                ChainFixture.job(
                        "none",
                        ChainFixture.stage("simulated-none", 1, "next=\"which\"", ""),
                        """
                        <decision id="which" ref="exit-status">
                          <next on="FAILED*" to="simulated-none-b"/>
                        </decision>
                        """,
                        ChainFixture.stage("simulated-none-b", 1));

        long id = executions.submit(xml, Map.of(), null).id();

        assertThat(ExecutionAwait.until(executions, id, ExecutionState.COMPLETED).exitStatus())
                .isEqualTo("COMPLETED");
    }
}
