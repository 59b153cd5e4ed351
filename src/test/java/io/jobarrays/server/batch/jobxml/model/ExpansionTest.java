package io.jobarrays.server.batch.jobxml.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.server.batch.jobxml.JobXmlSamples;
import io.jobarrays.server.batch.jobxml.ValidatedJob;
import io.jobarrays.server.batch.jobxml.xml.Element;
import io.jobarrays.server.batch.jobxml.xml.ElementReader;
import io.jobarrays.server.batch.jobxml.xml.Findings;
import io.jobarrays.server.batch.jobxml.xml.JobSchema;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ExpansionTest {

    @Test
    void expandsStageToFiveSteps() {
        String expanded = JobXmlSamples.check(JobXmlSamples.CHAIN).expandedXml();

        assertThat(
                        Pattern.compile("<step id=\"([^\"]+)\" allow-start-if-complete=\"true\"")
                                .matcher(expanded)
                                .results()
                                .map(step -> step.group(1)))
                .containsExactly(
                        "preprocess.launch",
                        "preprocess.barrier",
                        "preprocess.publish-peers",
                        "preprocess.run",
                        "preprocess.release",
                        "training.launch",
                        "training.barrier",
                        "training.publish-peers",
                        "training.run",
                        "training.release");
        assertThat(expanded).contains("<next on=\"*\" to=\"preprocess.barrier\"/>");
    }

    @Test
    void releaseAppliesAuthorTransitionsBeforeFailingTheJob() {
        Element release =
                steps(
                                JobXmlSamples.job(
                                        JobXmlSamples.stage(
                                                        "a",
                                                        "next=\"b\"",
                                                        "<next on=\"FAILED_1_*\" to=\"b\"/>")
                                                + JobXmlSamples.stage("b", "", "")))
                        .get(4);

        assertThat(release.text("id")).isEqualTo("a.release");
        assertThat(release.attribute("next")).isEmpty();
        assertThat(
                        release.children().stream()
                                .filter(one -> Transition.Kind.of(one.name()).isPresent())
                                .map(one -> one.name() + " " + one.text("on") + one.text("to")))
                .containsExactly(
                        "next FAILED_1_*b.launch",
                        "fail FAILED*",
                        "fail NOT_VIABLE*",
                        "next *b.launch");
    }

    @Test
    void releaseKeepsNextAsAttributeWithoutSuchATransition() {
        Element release =
                steps(
                                JobXmlSamples.job(
                                        JobXmlSamples.stage(
                                                        "a",
                                                        "next=\"b\"",
                                                        "<fail on=\"FAILED_1_*\"/>")
                                                + JobXmlSamples.stage("b", "", "")))
                        .get(4);

        assertThat(release.text("next")).isEqualTo("b.launch");
    }

    @Test
    void writesBothFormsAsStandardJobXml() {
        for (String job : List.of(JobXmlSamples.CHAIN, JobXmlSamples.SPLIT)) {
            ValidatedJob checked = JobXmlSamples.check(job);

            for (String xml : List.of(checked.expandedXml(), checked.engineXml("name.v1"))) {
                Findings findings = new Findings();
                JobSchema.check(ElementReader.read(JobXmlSamples.bytes(xml), findings), findings);
                findings.refuseIfAny();
            }
        }
    }

    @Test
    void engineFormCarriesIdsOnly() {
        String running =
                JobXmlSamples.check(JobXmlSamples.CHAIN).engineXml("preprocess-training.v3");

        assertThat(running)
                .contains("<job id=\"preprocess-training.v3\"")
                .doesNotContain("python3", "shard", "count", "4h");
    }

    @Test
    void readsExpandedFormBackToTheSameJob() {
        for (String job : List.of(JobXmlSamples.CHAIN, JobXmlSamples.SPLIT)) {
            ValidatedJob first = JobXmlSamples.check(job);

            ValidatedJob second = JobXmlSamples.check(first.expandedXml());

            assertThat(second.plan()).isEqualTo(first.plan());
            assertThat(second.expandedXml()).isEqualTo(first.expandedXml());
            assertThat(second.graph()).isEqualTo(first.graph());
        }
    }

    @Test
    void refusesEditedExpandedForm() {
        String touched =
                JobXmlSamples.check(JobXmlSamples.CHAIN)
                        .expandedXml()
                        .replaceFirst("<fail on=\"NOT_VIABLE\\*\"/>", "<end on=\"NOT_VIABLE*\"/>");

        assertThat(JobXmlSamples.findings(touched))
                .anySatisfy(finding -> assertThat(finding).contains("a dot in an id"));
    }

    @Test
    void keepsValuesInTheExpandedForm() {
        String value = "printf '&#10;a&lt;b&gt;&amp;&quot;c\t' é";
        String xml =
                JobXmlSamples.withProperties("<property name=\"env.A\" value=\"" + value + "\"/>");

        ValidatedJob again = JobXmlSamples.check(JobXmlSamples.check(xml).expandedXml());

        assertThat(again.plan()).isEqualTo(JobXmlSamples.check(xml).plan());
    }

    private static List<Element> steps(String xml) {
        Findings findings = new Findings();
        Element root =
                ElementReader.read(
                        JobXmlSamples.bytes(JobXmlSamples.check(xml).expandedXml()), findings);
        return root.children("step").toList();
    }
}
