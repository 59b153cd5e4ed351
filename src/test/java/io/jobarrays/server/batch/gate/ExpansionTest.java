package io.jobarrays.server.batch.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ExpansionTest {

    @Test
    void aStageBecomesFiveStepsInPlace() {
        String expanded = Jobs.check(Jobs.CHAIN).expanded();

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
    void releaseAsksItsAuthorFirstAndEndsTheJobOnFailureElse() {
        Element release =
                steps(
                                Jobs.job(
                                        Jobs.stage(
                                                        "a",
                                                        "next=\"b\"",
                                                        "<next on=\"FAILED_1_*\" to=\"b\"/>")
                                                + Jobs.stage("b", "", "")))
                        .get(4);

        assertThat(release.text("id")).isEqualTo("a.release");
        assertThat(release.text("next")).isEqualTo("b.launch");
        assertThat(
                        release.children().stream()
                                .filter(one -> Transition.Kind.of(one.name()).isPresent())
                                .map(one -> one.name() + " " + one.text("on") + one.text("to")))
                .containsExactly("next FAILED_1_*b.launch", "fail FAILED*", "fail NOT_VIABLE*");
    }

    @Test
    void bothFormsAreStandardJobXml() {
        for (String job : List.of(Jobs.CHAIN, Jobs.SPLIT)) {
            CheckedJob checked = Jobs.check(job);

            for (String xml : List.of(checked.expanded(), checked.running("name.v1"))) {
                Findings findings = new Findings();
                JobSchema.check(ElementReader.read(Jobs.bytes(xml), findings), findings);
                findings.refuseIfAny();
            }
        }
    }

    @Test
    void whatRunsCarriesIdsOnly() {
        String running = Jobs.check(Jobs.CHAIN).running("preprocess-training.v3");

        assertThat(running)
                .contains("<job id=\"preprocess-training.v3\"")
                .doesNotContain("python3", "shard", "count", "4h");
    }

    @Test
    void theExpandedFormIsRecognisedAndMeansTheSame() {
        for (String job : List.of(Jobs.CHAIN, Jobs.SPLIT)) {
            CheckedJob first = Jobs.check(job);

            CheckedJob second = Jobs.check(first.expanded());

            assertThat(second.plan()).isEqualTo(first.plan());
            assertThat(second.expanded()).isEqualTo(first.expanded());
            assertThat(second.graph()).isEqualTo(first.graph());
        }
    }

    @Test
    void anExpandedFormThatWasTouchedIsRefused() {
        String touched =
                Jobs.check(Jobs.CHAIN)
                        .expanded()
                        .replaceFirst("<fail on=\"NOT_VIABLE\\*\"/>", "<end on=\"NOT_VIABLE*\"/>");

        assertThat(Jobs.findings(touched))
                .anySatisfy(finding -> assertThat(finding).contains("a dot in an id"));
    }

    @Test
    void valuesSurviveTheExpandedForm() {
        String value = "printf '&#10;a&lt;b&gt;&amp;&quot;c\t' é";
        String xml = Jobs.withProperties("<property name=\"env.A\" value=\"" + value + "\"/>");

        CheckedJob again = Jobs.check(Jobs.check(xml).expanded());

        assertThat(again.plan()).isEqualTo(Jobs.check(xml).plan());
    }

    private static List<Element> steps(String xml) {
        Findings findings = new Findings();
        Element root = ElementReader.read(Jobs.bytes(Jobs.check(xml).expanded()), findings);
        return root.children("step").toList();
    }
}
