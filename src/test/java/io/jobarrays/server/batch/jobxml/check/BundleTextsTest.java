package io.jobarrays.server.batch.jobxml.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jobarrays.contract.ScriptFile;
import io.jobarrays.server.batch.jobxml.JobXmlSamples;
import io.jobarrays.server.batch.jobxml.JobXmlValidator;
import io.jobarrays.server.batch.jobxml.model.StagePlan;
import io.jobarrays.server.batch.jobxml.model.Submission;
import io.jobarrays.server.batch.jobxml.xml.XmlRefused;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class BundleTextsTest {
    @Test
    void readsUserDataFromTheBundle() {
        String xml =
                JobXmlSamples.withProperties("<property name=\"user-data\" value=\"@setup.sh\"/>");
        Submission submission =
                Submission.of(
                        Map.of(),
                        Optional.of("ab12"),
                        name -> Optional.of("content of " + name),
                        () -> false,
                        spec -> {});

        StagePlan stage =
                JobXmlValidator.check(JobXmlSamples.bytes(xml), submission)
                        .plan()
                        .stages()
                        .getFirst();

        assertThat(stage.flags())
                .containsEntry("user-data", "content of setup.sh")
                .containsEntry("files", "ab12");
    }

    @Test
    void readsCommandsFromTheBundle() {
        String xml =
                withCommand("@work.sh")
                        .replace(
                                "</properties>",
                                "<property name=\"spot\" value=\"true\"/><property name=\"on-interrupt\" value=\"@save.sh\"/></properties>");

        StagePlan stage = plan(xml, name -> Optional.of("content of " + name));

        assertThat(stage.flags())
                .containsEntry("command", "content of work.sh")
                .containsEntry("on-interrupt", "content of save.sh");
    }

    @Test
    void takesCommandThatBeginsWithABlankOrIsOneCharacterAsItIs() {
        for (String command : List.of(" @work.sh", "@")) {
            String xml = withCommand(command);

            assertThat(plan(xml, name -> Optional.empty()).flags())
                    .containsEntry("command", command);
        }
    }

    @Test
    void refusesCommandWhoseFileIsMissingOrNoText() {
        String xml = withCommand("@work.sh");

        assertThat(JobXmlSamples.findings(xml))
                .containsExactly(
                        "4:1 command: \"@work.sh\" is a file of the bundle, but the submission has no bundle; submit with --files DIR");
        assertThatThrownBy(() -> plan(xml, name -> Optional.empty()))
                .hasMessageContaining("command: the bundle has no file \"@work.sh\"");
        assertThatThrownBy(
                        () ->
                                plan(
                                        xml,
                                        name ->
                                                Optional.of(
                                                        ScriptFile.decode(
                                                                name, new byte[] {(byte) 0xe9}))))
                .hasMessageContaining("command: work.sh is not text in UTF-8");
        assertThatThrownBy(() -> plan(xml, name -> Optional.of("x".repeat(200_000))))
                .hasMessageContaining("put it into a file of --files, or use user-data");
    }

    @Test
    void knowsCountOfStoredStageWhoseCommandIsAFile() {
        byte[] xml = JobXmlSamples.bytes(withCommand("@work.sh"));

        assertThat(JobXmlValidator.check(xml, Submission.unknown()).plan().stages()).hasSize(1);
    }

    private static String withCommand(String command) {
        return JobXmlSamples.job(
                """
                <step id="s">
                <properties>
                <property name="command" value="%s"/>
                </properties><batchlet ref="array"/></step>
                """
                        .formatted(command));
    }

    private static StagePlan plan(String xml, Function<String, Optional<String>> file) {
        Submission submission =
                Submission.of(Map.of(), Optional.of("ab12"), file, () -> false, spec -> {});
        return JobXmlValidator.check(JobXmlSamples.bytes(xml), submission)
                .plan()
                .stages()
                .getFirst();
    }

    @Test
    void reportsTheLineOfAScriptThatCannotRun() {
        String xml =
                JobXmlSamples.withProperties("<property name=\"user-data\" value=\"@setup.sh\"/>");
        Submission windows =
                Submission.of(
                        Map.of(),
                        Optional.of("ab12"),
                        name -> Optional.of("#!/bin/bash\r\necho one\r\n"),
                        () -> false,
                        spec -> {});
        Submission latin1 =
                Submission.of(
                        Map.of(),
                        Optional.of("ab12"),
                        name -> Optional.of(ScriptFile.decode(name, new byte[] {(byte) 0xe9})),
                        () -> false,
                        spec -> {});

        assertThatThrownBy(() -> JobXmlValidator.check(JobXmlSamples.bytes(xml), windows))
                .hasMessageContaining("user-data: line 1 has the line ends of Windows");
        assertThatThrownBy(() -> JobXmlValidator.check(JobXmlSamples.bytes(xml), latin1))
                .isInstanceOf(XmlRefused.class)
                .hasMessageContaining("user-data: setup.sh is not text in UTF-8");
    }
}
