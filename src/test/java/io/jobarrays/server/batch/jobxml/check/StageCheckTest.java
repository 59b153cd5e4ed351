package io.jobarrays.server.batch.jobxml.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jobarrays.contract.Refusal;
import io.jobarrays.server.arrays.spec.ArraySpec;
import io.jobarrays.server.batch.jobxml.JobXmlSamples;
import io.jobarrays.server.batch.jobxml.JobXmlValidator;
import io.jobarrays.server.batch.jobxml.model.StagePlan;
import io.jobarrays.server.batch.jobxml.model.Submission;
import io.jobarrays.server.batch.jobxml.xml.XmlRefused;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ListAssert;
import org.junit.jupiter.api.Test;

class StageCheckTest {

    @Test
    void refusesStageWithoutWork() {
        String xml = JobXmlSamples.job("  <step id=\"idle\"><batchlet ref=\"array\"/></step>");

        assertThat(JobXmlSamples.findings(xml))
                .containsExactly(
                        "2:3 stage \"idle\" has neither command nor user-data: it could never end");
    }

    @Test
    void reportsContradictingProperties() {
        assertFinding(
                "<property name=\"dns\" value=\"a\"/><property name=\"no-dns\" value=\"true\"/>",
                "4:1 dns and no-dns: contradict each other; leave one out");
        assertFinding(
                "<property name=\"barrier\" value=\"true\"/><property name=\"min-viable\" value=\"1\"/>",
                "4:40 min-viable: contradicts barrier, which waits for all; leave one out");
    }

    @Test
    void requiresArrayNameForOtherStepIds() {
        String xml = JobXmlSamples.job(JobXmlSamples.stage("Pre_Process", "", ""));

        assertThat(JobXmlSamples.findings(xml))
                .singleElement()
                .asString()
                .startsWith("2:1 job-array-name: \"Pre_Process\" is not an array name");
    }

    @Test
    void acceptsAnyStepIdWithArrayName() {
        String xml =
                JobXmlSamples.withProperties(
                                "<property name=\"job-array-name\" value=\"preprocess\"/>")
                        .replace("id=\"s\"", "id=\"Pre_Process\"");

        assertThat(JobXmlSamples.findings(xml)).isEmpty();
    }

    @Test
    void reportsStagesWithTheSameName() {
        String xml =
                JobXmlSamples.job(
                        JobXmlSamples.stage("a", "next=\"b\"", "")
                                + "\n"
                                + JobXmlSamples.stage("b", "", "")
                                        .replace(
                                                "<properties>",
                                                "<properties><property name=\"job-array-name\""
                                                        + " value=\"a\"/>"));

        assertThat(JobXmlSamples.findings(xml))
                .containsExactly("3:1 job-array-name: \"a\" names another stage too");
    }

    @Test
    void requiresInputsFromEarlierStages() {
        assertFinding(
                "<property name=\"inputs\" value=\"s\"/>",
                "4:1 inputs: \"s\" is no stage that comes before \"s\" or that its after names");
        assertFinding(
                "<property name=\"inputs\" value=\"missing\"/>",
                "4:1 inputs: \"missing\" is no stage that comes before \"s\" or that its after names");
    }

    @Test
    void refusesInputsFromAStageThatSendsItsFilesElsewhere() {
        String xml =
                JobXmlSamples.SPLIT.replace(
                        "<property name=\"inputs\" value=\"a\"/>",
                        "<property name=\"inputs\" value=\"a\"/>"
                                + "<property name=\"collect\" value=\"x\"/>"
                                + "<property name=\"collect-to\" value=\"file:///d\"/>");

        assertThat(JobXmlSamples.findings(xml))
                .singleElement()
                .asString()
                .contains("inputs: stage \"b\" sends its files to file:///d; read them there");
    }

    @Test
    void refusesInputsBetweenFlowsOfASplit() {
        String xml =
                JobXmlSamples.SPLIT.replace(
                        "name=\"inputs\" value=\"a\"", "name=\"inputs\" value=\"c\"");

        assertThat(JobXmlSamples.findings(JobXmlSamples.SPLIT)).isEmpty();
        assertThat(JobXmlSamples.findings(xml))
                .containsExactly(
                        "11:11 inputs: \"c\" is no stage that comes before \"b\" or that its after names");
    }

    @Test
    void reportsUnavailableRestartValue() {
        assertFinding(
                "<property name=\"restart\" value=\"array\"/>",
                "4:1 restart: \"array\" is not available without barrier yet; write index or leave"
                        + " it out");
    }

    @Test
    void reportsInvalidVariableAtItsProperty() {
        assertFinding(
                "<property name=\"env.OK\" value=\"1\"/><property name=\"env.a-b\" value=\"1\"/>",
                "4:36 env: \"a-b\" cannot be set; use letters, digits and _, and not JOB_ARRAY_…");
    }

    @Test
    void requiresUserDataFromTheBundle() {
        assertFinding(
                "<property name=\"user-data\" value=\"#!/bin/sh\"/>",
                "4:1 user-data: \"#!/bin/sh\"; name a file of the bundle with @, for example"
                        + " @setup.sh");
        assertFinding(
                "<property name=\"user-data\" value=\"@setup.sh\"/>",
                "4:1 user-data: \"@setup.sh\" is a file of the bundle, but the submission has no"
                        + " bundle; submit with --files DIR");
    }

    @Test
    void readsTheSweepFromTheBundleOrAsAGrid() {
        assertFinding(
                "<property name=\"sweep\" value=\"@params.csv\"/>",
                "4:1 sweep: \"@params.csv\" is a file of the bundle, but the submission has no"
                        + " bundle; submit with --files DIR");
        assertFinding(
                "<property name=\"count\" value=\"3\"/><property name=\"sweep\" value=\"lr=1,2\"/>",
                "4:1 count and sweep: count is 3, the sweep has 2 rows; leave out count");
        assertFinding(
                "<property name=\"sweep\" value=\"lr=1,2\"/><property name=\"env.PARAM_LR\" value=\"1\"/>",
                "4:40 env.PARAM_LR and sweep: both set the variable; leave out one");
        assertThat(sweepOf("lr,depth\n0.1,3\n0.01,5").memberCount()).isEqualTo(2);
        assertThatThrownBy(() -> sweepOf("lr,depth"))
                .isInstanceOfSatisfying(
                        XmlRefused.class,
                        refused ->
                                assertThat(refused.errors().getFirst().message())
                                        .startsWith("sweep: it has names and no rows"));
    }

    private static StagePlan sweepOf(String csv) {
        Submission submission =
                Submission.of(
                        Map.of(),
                        Optional.of("ab".repeat(32)),
                        name -> Optional.of(csv).filter(it -> name.equals("params.csv")),
                        () -> false,
                        spec -> {});
        String xml =
                JobXmlSamples.withProperties("<property name=\"sweep\" value=\"@params.csv\"/>");
        return JobXmlValidator.check(JobXmlSamples.bytes(xml), submission)
                .plan()
                .stages()
                .getFirst();
    }

    @Test
    void aStageWhoseFilesAreReadMustMakeThem() {
        assertThat(requiredOutputs(JobXmlSamples.CHAIN)).containsExactly("preprocess true");
        assertThat(
                        requiredOutputs(
                                JobXmlSamples.CHAIN.replace(
                                        "<property name=\"collect\"",
                                        "<property name=\"require-outputs\" value=\"false\"/>"
                                                + "<property name=\"collect\"")))
                .containsExactly("preprocess false");
        assertThat(requiredOutputs(JobXmlSamples.SPLIT)).isEmpty();
    }

    private static List<String> requiredOutputs(String xml) {
        return JobXmlSamples.check(xml).plan().stages().stream()
                .filter(stage -> stage.flags().containsKey("require-outputs"))
                .map(stage -> stage.id() + " " + stage.flags().get("require-outputs"))
                .toList();
    }

    @Test
    void readsCollectAsGlobs() {
        assertCollected("<property name=\"collect\" value=\"r.{csv,json} *.txt\"/>")
                .containsExactly("r.{csv,json}", "*.txt");
        assertCollected(
                        "<property name=\"collect\" value=\"my file, 1.txt\"/>"
                                + "<property name=\"collect\" value=\"*.csv\"/>")
                .containsExactly("my\\ file\\,\\ 1.txt", "*.csv");
        assertFinding(
                "<property name=\"collect\" value=\"r.{csv\"/>",
                "4:1 collect: \"r.{csv\" has a { without its }; write \\{ for a brace");
    }

    private static ListAssert<String> assertCollected(String properties) {
        StagePlan stage =
                JobXmlSamples.check(JobXmlSamples.withProperties(properties))
                        .plan()
                        .stages()
                        .getFirst();
        return assertThat(ArraySpec.of(stage.flags()).work().collect());
    }

    @Test
    void refusesInputsWhereTheBundleHasThemItself() {
        Submission submission =
                Submission.of(
                        Map.of(),
                        Optional.of("ab12"),
                        name -> Optional.empty(),
                        () -> true,
                        spec -> {});

        assertThatThrownBy(
                        () ->
                                JobXmlValidator.check(
                                        JobXmlSamples.bytes(JobXmlSamples.CHAIN), submission))
                .hasMessageContaining("inputs: the bundle has inputs/ itself");
    }

    @Test
    void reportsEc2RefusalAtItsProperty() {
        String xml =
                JobXmlSamples.withProperties(
                        "<property name=\"instance-type\" value=\"t9.huge\"/>");
        Submission submission =
                Submission.of(
                        Map.of(),
                        Optional.empty(),
                        name -> Optional.empty(),
                        () -> false,
                        spec -> {
                            if (spec.machine().instanceType() != null) {
                                throw new Refusal("instance-type: \"t9.huge\" is not offered");
                            }
                        });

        assertThatThrownBy(() -> JobXmlValidator.check(JobXmlSamples.bytes(xml), submission))
                .hasMessage("line 4, column 1: instance-type: \"t9.huge\" is not offered");
    }

    @Test
    void takesFilesFromTheSubmission() {
        assertFinding(
                "<property name=\"files\" value=\"ab\"/>",
                "4:1 files: the bundle comes with the submission: spawn submit --files DIR; a stage may name s3:// or file:/// instead");
    }

    private static void assertFinding(String properties, String finding) {
        assertThat(JobXmlSamples.findings(JobXmlSamples.withProperties(properties)))
                .containsExactly(finding);
    }
}
