package io.jobarrays.server.batch.gate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GraphCheckTest {

    @Test
    void aNextToNowhereIsTold() {
        String xml = Jobs.job("  " + Jobs.stage("a", "next=\"b\"", ""));

        assertThat(Jobs.findings(xml))
                .containsExactly("2:3 next=\"b\" leads nowhere; in the job there is a");
    }

    @Test
    void aTransitionToNowhereIsTold() {
        String xml = Jobs.job(Jobs.stage("a", "", "\n<next on=\"*\" to=\"b\"/>"));

        assertThat(Jobs.findings(xml))
                .containsExactly("3:1 to=\"b\" leads nowhere; in the job there is a");
    }

    @Test
    void whatIsNeverReachedIsTold() {
        String xml = Jobs.job(Jobs.stage("a", "", "") + "\n" + Jobs.stage("b", "", ""));

        assertThat(Jobs.findings(xml))
                .containsExactly(
                        "3:1 \"b\" is never reached; let a next or a transition of the job lead to"
                                + " it");
    }

    @Test
    void aRoadThatLeadsBackIsTold() {
        String xml =
                Jobs.job(
                        Jobs.stage("a", "next=\"b\"", "")
                                + "\n"
                                + Jobs.stage("b", "", "<next on=\"FAILED*\" to=\"a\"/>"));

        assertThat(Jobs.findings(xml))
                .containsExactly("3:1 the road leads back: a → b → a; a job runs each stage once");
    }

    @Test
    void aDecisionCannotStandFirst() {
        String xml = Jobs.job("<decision id=\"d\" ref=\"exit-status\"><end on=\"*\"/></decision>");

        assertThat(Jobs.findings(xml))
                .containsExactly(
                        "2:1 decision \"d\" stands first in the job; it needs a stage before it");
    }

    @Test
    void aFlowSeesItsOwnStagesOnly() {
        String xml =
                Jobs.job(
                        "<flow id=\"f\" next=\"b\">"
                                + Jobs.stage("a", "next=\"b\"", "")
                                + "</flow>\n"
                                + Jobs.stage("b", "", ""));

        assertThat(Jobs.findings(xml))
                .containsExactly("2:23 next=\"b\" leads nowhere; in the flow \"f\" there is a");
    }

    @Test
    void emptyContainersAreTold() {
        assertThat(Jobs.findings(Jobs.job(""))).containsExactly("1:1 the job \"j\" has no step");
        assertThat(Jobs.findings(Jobs.job("<flow id=\"f\"/>")))
                .containsExactly("2:1 the flow \"f\" has no step");
        assertThat(Jobs.findings(Jobs.job("<split id=\"f\"/>")))
                .containsExactly("2:1 the split \"f\" has no flow");
    }

    @Test
    void aStopMayLeadBackToAnyNodeOfTheJob() {
        String xml =
                Jobs.job(
                        Jobs.stage("a", "next=\"b\"", "")
                                + Jobs.stage("b", "", "<stop on=\"FAILED*\" restart=\"a\"/>"));

        assertThat(Jobs.findings(xml)).isEmpty();
    }
}
