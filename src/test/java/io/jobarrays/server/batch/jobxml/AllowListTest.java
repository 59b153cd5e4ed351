package io.jobarrays.server.batch.jobxml;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AllowListTest {

    @Test
    void reportsUnknownBatchlet() {
        String xml =
                JobXmlSamples.job("<step id=\"s\">\n<batchlet ref=\"java.lang.Runtime\"/></step>");

        assertThat(JobXmlSamples.findings(xml))
                .contains(
                        "3:1 batchlet \"java.lang.Runtime\" is not run here; write ref=\"array\"");
    }

    @Test
    void reportsChunkPartitionAndListeners() {
        assertSays(
                "<step id=\"s\"><chunk><reader ref=\"r\"/><writer ref=\"w\"/></chunk></step>",
                "2:14 a stage runs machines, not chunks; write <batchlet ref=\"array\"/>");
        assertSays(
                "<step id=\"s\"><batchlet ref=\"array\"/><partition><plan partitions=\"3\"/>"
                        + "</partition></step>",
                "2:37 a stage is partitioned by its count; leave partition out");
        assertSays(
                "<step id=\"s\"><listeners><listener ref=\"l\"/></listeners>"
                        + "<batchlet ref=\"array\"/></step>",
                "2:14 a step's listeners are not run; leave them out");
        assertSays(
                "<listeners><listener ref=\"l\"/></listeners>" + JobXmlSamples.stage("s", "", ""),
                "2:1 a job's listeners are not run; leave them out");
    }

    @Test
    void reportsStartLimits() {
        assertSays(
                JobXmlSamples.stage("s", "start-limit=\"3\"", ""),
                "2:1 step \"s\": start-limit is not taken; what is finished is never run again"
                        + " anyway");
        assertSays(
                JobXmlSamples.stage("s", "allow-start-if-complete=\"true\"", ""),
                "2:1 step \"s\": allow-start-if-complete is not taken; what is finished is never"
                        + " run again anyway");
    }

    @Test
    void reportsDotInId() {
        assertSays(
                JobXmlSamples.stage("s.launch", "", ""),
                "2:1 step \"s.launch\": a dot in an id is kept for the steps a stage becomes");
    }

    @Test
    void reportsEndInsideFlow() {
        assertSays(
                "<flow id=\"f\">" + JobXmlSamples.stage("s", "", "\n<end on=\"*\"/>") + "</flow>",
                "3:1 end inside a flow does not end the job; write it as the flow's own"
                        + " transition");
    }

    @Test
    void acceptsEndOfTheFlowItself() {
        String xml =
                JobXmlSamples.job(
                        "<flow id=\"f\">"
                                + JobXmlSamples.stage("s", "", "")
                                + "<end on=\"*\"/></flow>");

        assertThat(JobXmlSamples.findings(xml)).isEmpty();
    }

    @Test
    void reportsUnknownDecider() {
        assertSays(
                JobXmlSamples.stage("s", "next=\"d\"", "")
                        + "\n<decision id=\"d\" ref=\"mine\"><end on=\"*\"/></decision>",
                "3:1 decider \"mine\" is not known; write succeeded-share, exit-status or"
                        + " parameter");
    }

    @Test
    void reportsMissingDeciderProperties() {
        String decision =
                JobXmlSamples.stage("s", "next=\"d\"", "")
                        + "\n<decision id=\"d\" ref=\"succeeded-share\"><properties>%s</properties>"
                        + "<end on=\"*\"/></decision>";

        assertSays(
                decision.formatted(""),
                "3:1 decision \"d\": the decider succeeded-share needs the property at-least");
        assertSays(
                decision.formatted("<property name=\"at-least\" value=\"0.9\"/>"),
                "3:52 at-least: \"0.9\" is no share; write 1% to 100%");
    }

    @Test
    void reportsInvalidPattern() {
        assertSays(
                JobXmlSamples.stage("s", "", "\n<end on=\"(a+)+*\"/>"),
                "3:1 on: \"(a+)+*\" is no pattern; write letters, digits, _ - : . , = and at most"
                        + " four wildcards * and ?");
    }

    private static void assertSays(String content, String finding) {
        assertThat(JobXmlSamples.findings(JobXmlSamples.job(content))).contains(finding);
    }
}
