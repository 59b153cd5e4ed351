package io.jobarrays.server.batch.jobxml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jobarrays.server.batch.jobxml.model.StagePlan;
import io.jobarrays.server.batch.jobxml.model.Submission;
import io.jobarrays.server.batch.jobxml.xml.JobXmlLint;
import io.jobarrays.server.batch.jobxml.xml.XmlRefused;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class JobXmlValidatorTest {
    private static final String JSL_1_0 =
            JobXmlSamples.CHAIN.replace(
                    "version=\"2.0\" xmlns=\"https://jakarta.ee/xml/ns/jakartaee\"",
                    "version=\"1.0\" xmlns=\"http://xmlns.jcp.org/xml/ns/javaee\"");

    @Test
    void readsJsl10AsJsl20() {
        ValidatedJob job = JobXmlSamples.check(JSL_1_0);

        assertThat(job.expandedXml())
                .isEqualTo(JobXmlSamples.check(JobXmlSamples.CHAIN).expandedXml());
        assertThat(job.expandedXml())
                .contains("version=\"2.0\" xmlns=\"https://jakarta.ee/xml/ns/jakartaee\"");
        assertThat(JobXmlLint.warnings(JobXmlSamples.bytes(JSL_1_0)))
                .containsExactly(
                        "the job is written in JSL 1.0 (http://xmlns.jcp.org/xml/ns/javaee) and read as JSL 2.0; write xmlns=\"https://jakarta.ee/xml/ns/jakartaee\" version=\"2.0\"");
        assertThat(JobXmlLint.warnings(JobXmlSamples.bytes(JobXmlSamples.CHAIN))).isEmpty();
    }

    @Test
    void rereadsWhatItAccepted() {
        for (String xml : List.of(JobXmlSamples.CHAIN, JobXmlSamples.SPLIT, JSL_1_0)) {
            assertThat(JobXmlValidator.reread(JobXmlSamples.bytes(xml)).jobGraph())
                    .isEqualTo(JobXmlSamples.check(xml).jobGraph());
        }
    }

    @Test
    void reportsFindingsOfJsl10AtTheirPlace() {
        assertThat(JobXmlSamples.findings(JSL_1_0.replace("value=\"10\"", "value=\"none\"")))
                .singleElement()
                .asString()
                .startsWith("4:7 count");
        assertThat(JobXmlSamples.findings(JSL_1_0.replace("<batchlet ref", "<batch ref")))
                .isNotEmpty();
    }

    @Test
    void refusesNamespaceThatDoesNotFitItsVersion() {
        assertThat(JobXmlSamples.findings(JSL_1_0.replace("\"1.0\"", "\"2.0\""))).isNotEmpty();
        assertThat(JobXmlSamples.findings(JobXmlSamples.CHAIN.replace("\"2.0\"", "\"1.0\"")))
                .isNotEmpty();
    }

    @Test
    void acceptsTheDocumentedChain() {
        ValidatedJob job = JobXmlSamples.check(JobXmlSamples.CHAIN);

        assertThat(job.stages()).containsExactly("preprocess", "training");
        assertThat(job.graph()).isEqualTo("preprocess (10) → training (5)");
    }

    @Test
    void stageBecomesLaunchFlagsThatTerminate() {
        StagePlan training = JobXmlSamples.check(JobXmlSamples.CHAIN).plan().stages().getLast();

        assertThat(training.flags())
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of(
                                "job-array-name", "training",
                                "count", "5",
                                "barrier", "true",
                                "inputs", "preprocess",
                                "command", "python3 train.py",
                                "ttl", "4h",
                                "on-complete", "terminate"));
        assertThat(training.inputs()).containsExactly("preprocess");
    }

    @Test
    void refusesMoreThanOneMebibyte() {
        byte[] xml = new byte[2 << 20];

        assertThatThrownBy(() -> JobXmlValidator.check(xml, Submission.unknown()))
                .isInstanceOfSatisfying(
                        XmlRefused.class, refused -> assertThat(refused.status()).isEqualTo(413))
                .hasMessageContaining("2097152 bytes");
    }

    @Test
    void reportsInvalidXml() {
        assertRefused("<job id=\"j\"\n  <step/>", 400, "2:3 not XML: ");
        assertRefused("", 400, "1:1 not XML: ");
        assertRefused("{\"count\": 3}", 400, "1:1 not XML: ");
    }

    @Test
    void namesTheByteThatIsNotOfTheEncoding() {
        byte[] xml = "<job>\n<!-- caf\u00e9 --></job>".getBytes(StandardCharsets.ISO_8859_1);

        assertThatThrownBy(() -> JobXmlValidator.check(xml, Submission.unknown()))
                .isInstanceOfSatisfying(
                        XmlRefused.class, refused -> assertThat(refused.status()).isEqualTo(400))
                .hasMessageContaining("the byte 0xE9 is not UTF-8");
    }

    @Test
    void refusesDtd() {
        String xml =
                """
                <?xml version="1.0"?>
                <!DOCTYPE job [<!ENTITY a "aaaaaaaa"><!ENTITY b SYSTEM "file:///etc/passwd">]>
                <job id="&b;" version="2.0" xmlns="https://jakarta.ee/xml/ns/jakartaee"/>
                """;

        assertRefused(xml, 400, "2:1 a DTD or an entity is not taken");
    }

    @Test
    void refusesUndeclaredEntity() {
        assertRefused(JobXmlSamples.withProperties("&nbsp;"), 400, "4:");
    }

    @Test
    void reportsSchemaErrorsAtTheTag() {
        assertThat(JobXmlSamples.findings(JobXmlSamples.job("<stage id=\"s\"/>")))
                .anySatisfy(
                        finding ->
                                assertThat(finding)
                                        .startsWith("2:1 invalid content was found")
                                        .contains("'stage'"));
        assertThat(JobXmlSamples.findings("<job id=\"j\" version=\"2.0\"/>"))
                .singleElement()
                .asString()
                .startsWith("1:1 cannot find the declaration of element 'job'");
    }

    @Test
    void reportsDuplicateId() {
        String xml = JobXmlSamples.job(JobXmlSamples.stage("j", "", ""));

        assertThat(JobXmlSamples.findings(xml))
                .singleElement()
                .asString()
                .startsWith("2:1 there are multiple occurrences of ID value 'j'");
    }

    @Test
    void reportsTextBetweenTags() {
        assertThat(JobXmlSamples.findings(JobXmlSamples.withProperties("count=5")))
                .singleElement()
                .asString()
                .contains("text is not allowed between elements: \"count=5\"");
    }

    @Test
    void limitsDepthAndNumberOfElements() {
        String deep = "<flow id=\"f\">".repeat(70) + "</flow>".repeat(70);
        String wide = "<property name=\"a\" value=\"b\"/>\n".repeat(20_001);

        assertRefused(
                JobXmlSamples.job(deep), 422, "2:820 elements nested deeper than 64 are not taken");
        assertRefused(
                JobXmlSamples.withProperties(wide),
                422,
                "20001:1 more than 20000 elements are not taken");
    }

    @Test
    void reportsAllFindingsInDocumentOrder() {
        List<String> findings =
                JobXmlSamples.findings(
                        JobXmlSamples.withProperties(
                                "      <property name=\"instance_type\" value=\"t3.micro\"/>",
                                "      <property name=\"count\" value=\"0\"/>",
                                "      <property name=\"ttl\" value=\"2x\"/>",
                                "      <property name=\"ttl\" value=\"2h\"/>",
                                "      <property name=\"name\" value=\"x\"/>"));

        assertThat(findings)
                .containsExactly(
                        "4:7 \"instance_type\" is not a property of a stage;"
                                + " did you mean instance-type?",
                        "5:7 count: \"0\" is not a whole number from 1 to 10000",
                        "6:7 ttl: \"2x\" is not a duration; write 90m, 2h or 1h30m",
                        "7:7 ttl is given twice in stage \"s\"; leave one out",
                        "8:7 name: is not for a stage; leave it out");
    }

    @Test
    void refusesMoreThanAThousandStages() {
        String stages =
                IntStream.range(0, 1001)
                        .mapToObj(
                                i ->
                                        JobXmlSamples.stage(
                                                "s" + i, "next=\"s%d\"".formatted(i + 1), ""))
                        .collect(Collectors.joining());

        assertThat(
                        JobXmlSamples.findings(
                                JobXmlSamples.job(stages + JobXmlSamples.stage("s1001", "", ""))))
                .containsExactly("1:1 more than 1000 stages are not taken");
    }

    private static void assertRefused(String xml, int status, String beginning) {
        assertThatThrownBy(() -> JobXmlSamples.check(xml))
                .isInstanceOfSatisfying(
                        XmlRefused.class,
                        refused -> assertThat(refused.status()).isEqualTo(status));
        assertThat(JobXmlSamples.findings(xml)).hasSize(1);
        assertThat(JobXmlSamples.findings(xml).getFirst()).startsWith(beginning);
    }
}
