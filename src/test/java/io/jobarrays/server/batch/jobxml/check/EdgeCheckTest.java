package io.jobarrays.server.batch.jobxml.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.server.batch.jobxml.JobXmlSamples;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EdgeCheckTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "render[index]   | ''",
                "render[index/2] | ''",
                "render:60%      | ''",
                "first           | ''",
                "first[0]        | ''",
                "render, late    | ''",
                "nowhere         | after: \"nowhere\" is no stage of this job",
                "encode          | after: \"encode\" does not come before \"encode\"; name an earlier"
                        + " stage, or one of another flow",
                "last            | after: \"last\" does not come before \"encode\"; name an earlier"
                        + " stage, or one of another flow",
                "render[0-4]     | after: render[0-4] needs 5 indexes, and \"render\" has 4",
                "render:5        | after: render:5 needs 5 indexes, and \"render\" has 4",
                "first[index]    | after: first[index] needs 4 indexes, and \"first\" has 1",
                "render[x]       | after: \"render[x]\" is not known; write STAGE, STAGE:any,"
                        + " STAGE:60%, STAGE:5, STAGE[index], STAGE[index/2] or STAGE[0-4,7]",
            })
    void checksStageOrderAndIndexes(String after, String finding) {
        List<String> findings = JobXmlSamples.findings(job(after, ""));

        if (finding.isEmpty()) {
            assertThat(findings).isEmpty();
        } else {
            assertThat(findings).singleElement().asString().endsWith(" " + finding);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "render[0]       | ''",
                "render[index/4] | ''",
                "render:60%      | ''",
                "render:2        | ''",
                "render[index]   | after: render[index] needs [1,3] of \"render\", which launches"
                        + " only [0,2]",
                "render[0-2]     | after: render[0-2] needs [1] of \"render\", which launches only"
                        + " [0,2]",
                "render:3        | after: render:3 needs 3 indexes, and \"render\" has 2",
            })
    void refusesEdgesToIndexesThatAreNotLaunched(String after, String finding) {
        List<String> findings = JobXmlSamples.findings(job(after, property("indexes", "0,2")));

        if (finding.isEmpty()) {
            assertThat(findings).isEmpty();
        } else {
            assertThat(findings).singleElement().asString().endsWith(" " + finding);
        }
    }

    @Test
    void refusesStagesThatWaitForEachOther() {
        assertThat(JobXmlSamples.findings(job("late", property("after", "encode"))))
                .anySatisfy(
                        finding ->
                                assertThat(finding)
                                        .contains("wait for each other; take one edge out"));
    }

    @Test
    void readsTheOutputsOfAStageThatItWaitsFor() {
        String xml =
                job("render[index]", "")
                        .replace(
                                property("after", "render[index]"),
                                property("after", "render[index]") + property("inputs", "render"));

        assertThat(JobXmlSamples.findings(xml)).isEmpty();
    }

    @Test
    void refusesElementsWithBarrier() {
        String xml =
                job("render[index]", "")
                        .replace(
                                property("after", "render[index]"),
                                property("after", "render[index]") + property("barrier", "true"));

        assertThat(JobXmlSamples.findings(xml))
                .singleElement()
                .asString()
                .contains("after and barrier: render[index] lets each index begin by itself");
    }

    /** first, then side by side: render, late; and encode; then last. */
    private static String job(String after, String ofRender) {
        return JobXmlSamples.job(
                JobXmlSamples.stage("first", "next=\"both\"", "")
                        + "<split id=\"both\" next=\"last\">"
                        + "<flow id=\"one\">"
                        + stage("render", "next=\"late\"", ofRender)
                        + stage("late", "", "")
                        + "</flow><flow id=\"two\">"
                        + stage("encode", "", property("after", after))
                        + "</flow></split>"
                        + JobXmlSamples.stage("last", "", ""));
    }

    private static String stage(String id, String attributes, String properties) {
        return """
               <step id="%s" %s><properties>%s%s%s</properties><batchlet ref="array"/></step>
               """
                .formatted(
                        id,
                        attributes,
                        property("count", "4"),
                        property("command", "true"),
                        properties);
    }

    private static String property(String name, String value) {
        return "<property name=\"%s\" value=\"%s\"/>".formatted(name, value);
    }
}
