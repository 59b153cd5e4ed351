package io.jobarrays.server.batch.jobxml.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.server.batch.jobxml.JobXmlSamples;
import org.junit.jupiter.api.Test;

class GraphCheckTest {
    @Test
    void refusesNextBesideATransitionOfAFlow() {
        String xml =
                JobXmlSamples.job(
                        "<flow id=\"f\" next=\"b\">"
                                + JobXmlSamples.stage("a", "", "")
                                + "<next on=\"COMPLETED\" to=\"b\"/></flow>"
                                + JobXmlSamples.stage("b", "", ""));

        assertThat(JobXmlSamples.findings(xml))
                .containsExactly(
                        "2:1 flow \"f\": next=\"b\" and <next on=…> contradict each other; write <next on=\"*\" to=\"b\"/> as the last transition instead of the attribute");
        assertThat(
                        JobXmlSamples.findings(
                                xml.replace(
                                        "<next on=\"COMPLETED\" to=\"b\"/>",
                                        "<fail on=\"FAILED*\"/>")))
                .isEmpty();
    }

    @Test
    void refusesJobIdThatIsAStepOfAStage() {
        String xml = JobXmlSamples.job(JobXmlSamples.stage("a", "", ""));

        assertThat(JobXmlSamples.findings(xml.replace("id=\"j\"", "id=\"a.release\"")))
                .containsExactly(
                        "1:1 job id: \"a.release\" is a step that the stage \"a\" becomes; take another id");
        assertThat(JobXmlSamples.findings(xml.replace("id=\"j\"", "id=\"a.b\""))).isEmpty();
    }

    @Test
    void refusesRestartableThatIsAnExpressionOrNoWordOfIt() {
        assertThat(
                        JobXmlSamples.findings(
                                JobXmlSamples.CHAIN.replace(
                                        "version=\"2.0\"",
                                        "version=\"2.0\" restartable=\"#{jobParameters['r']}\"")))
                .containsExactly(
                        "1:1 restartable: \"#{jobParameters['r']}\"; expressions stand in the values of properties only");
        assertThat(
                        JobXmlSamples.findings(
                                JobXmlSamples.CHAIN.replace(
                                        "version=\"2.0\"", "version=\"2.0\" restartable=\"no\"")))
                .containsExactly("1:1 restartable: \"no\" is neither true nor false");
    }

    @Test
    void reportsUnknownNext() {
        String xml = JobXmlSamples.job("  " + JobXmlSamples.stage("a", "next=\"b\"", ""));

        assertThat(JobXmlSamples.findings(xml))
                .containsExactly("2:3 next=\"b\" leads nowhere; in the job there is a");
    }

    @Test
    void reportsUnknownTransitionTarget() {
        String xml = JobXmlSamples.job(JobXmlSamples.stage("a", "", "\n<next on=\"*\" to=\"b\"/>"));

        assertThat(JobXmlSamples.findings(xml))
                .containsExactly("3:1 to=\"b\" leads nowhere; in the job there is a");
    }

    @Test
    void reportsUnreachableNode() {
        String xml =
                JobXmlSamples.job(
                        JobXmlSamples.stage("a", "", "") + "\n" + JobXmlSamples.stage("b", "", ""));

        assertThat(JobXmlSamples.findings(xml))
                .containsExactly(
                        "3:1 \"b\" is never reached; let a next or a transition of the job lead to"
                                + " it");
    }

    @Test
    void reportsCycle() {
        String xml =
                JobXmlSamples.job(
                        JobXmlSamples.stage("a", "next=\"b\"", "")
                                + "\n"
                                + JobXmlSamples.stage("b", "", "<next on=\"FAILED*\" to=\"a\"/>"));

        assertThat(JobXmlSamples.findings(xml))
                .containsExactly("3:1 the job has a cycle: a → b → a; a job runs each stage once");
    }

    @Test
    void refusesDecisionAsFirstNode() {
        String xml =
                JobXmlSamples.job(
                        "<decision id=\"d\" ref=\"exit-status\"><end on=\"*\"/></decision>");

        assertThat(JobXmlSamples.findings(xml))
                .containsExactly(
                        "2:1 decision \"d\" is the first node of the job; it needs a stage before it");
    }

    @Test
    void limitsFlowTargetsToTheFlow() {
        String xml =
                JobXmlSamples.job(
                        "<flow id=\"f\" next=\"b\">"
                                + JobXmlSamples.stage("a", "next=\"b\"", "")
                                + "</flow>\n"
                                + JobXmlSamples.stage("b", "", ""));

        assertThat(JobXmlSamples.findings(xml))
                .containsExactly("2:23 next=\"b\" leads nowhere; in the flow \"f\" there is a");
    }

    @Test
    void reportsEmptyContainers() {
        assertThat(JobXmlSamples.findings(JobXmlSamples.job("")))
                .containsExactly("1:1 the job \"j\" has no step");
        assertThat(JobXmlSamples.findings(JobXmlSamples.job("<flow id=\"f\"/>")))
                .containsExactly("2:1 the flow \"f\" has no step");
        assertThat(JobXmlSamples.findings(JobXmlSamples.job("<split id=\"f\"/>")))
                .containsExactly("2:1 the split \"f\" has no flow");
    }

    @Test
    void acceptsStopThatRestartsAtAnyNode() {
        String xml =
                JobXmlSamples.job(
                        JobXmlSamples.stage("a", "next=\"b\"", "")
                                + JobXmlSamples.stage(
                                        "b", "", "<stop on=\"FAILED*\" restart=\"a\"/>"));

        assertThat(JobXmlSamples.findings(xml)).isEmpty();
    }
}
