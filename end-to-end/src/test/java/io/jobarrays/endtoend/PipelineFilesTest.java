package io.jobarrays.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.batch.api.Batchlet;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import javax.xml.XMLConstants;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.Schema;
import javax.xml.validation.SchemaFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Static checks of the files in batch-jobs/. */
class PipelineFilesTest {
    static List<Path> pipelines() {
        return PipelineFiles.all();
    }

    @ParameterizedTest
    @MethodSource("pipelines")
    void validatesAgainstTheJakartaBatchSchema(Path xml) throws Exception {
        Schema schema =
                SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
                        .newSchema(Batchlet.class.getResource("/xsd/jobXML_2_0.xsd"));

        schema.newValidator().validate(new StreamSource(new StringReader(Files.readString(xml))));
    }

    @ParameterizedTest
    @MethodSource("pipelines")
    void beginsWithAnExplainingComment(Path xml) throws Exception {
        String text = Files.readString(xml);

        assertThat(text.indexOf("<!--")).isPositive().isLessThan(text.indexOf("<job"));
    }

    @ParameterizedTest
    @MethodSource("pipelines")
    void shipsTheProgramsItRuns(Path xml) throws Exception {
        Path directory = PipelineFiles.files(xml);
        StringBuilder commands = new StringBuilder(Files.readString(xml));
        for (String file : named("value=\"@([a-z_]+\\.sh)\"", commands)) {
            commands.append(Files.readString(directory.resolve(file)));
        }

        List<String> programs = named("python3 ([a-z_]+\\.py)", commands);

        assertThat(programs)
                .isNotEmpty()
                .allSatisfy(program -> assertThat(directory.resolve(program)).exists());
    }

    @ParameterizedTest
    @MethodSource("pipelines")
    void isListedAmongTheExamples(Path xml) throws Exception {
        assertThat(TestControlPlane.ROOT.resolve("docs/how-to/patterns.md"))
                .content()
                .contains("\n| `" + PipelineFiles.name(xml) + "` | ");
    }

    private static List<String> named(String pattern, CharSequence text) {
        return Pattern.compile(pattern).matcher(text).results().map(it -> it.group(1)).toList();
    }

    @Test
    void findsPipelineFiles() {
        assertThat(pipelines()).hasSizeGreaterThanOrEqualTo(3);
    }
}
