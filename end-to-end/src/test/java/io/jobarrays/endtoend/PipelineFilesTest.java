package io.jobarrays.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.batch.api.Batchlet;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
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
        Stream<String> programs =
                Files.readString(xml)
                        .lines()
                        .filter(line -> line.contains("value=\"python3 "))
                        .map(line -> line.replaceAll(".*python3 ([a-z_]+\\.py).*", "$1"));

        assertThat(programs)
                .isNotEmpty()
                .allSatisfy(
                        program -> assertThat(PipelineFiles.files(xml).resolve(program)).exists());
    }

    @Test
    void findsPipelineFiles() {
        assertThat(pipelines()).hasSizeGreaterThanOrEqualTo(3);
    }
}
