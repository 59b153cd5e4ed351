package io.jobarrays.server.batch.engine;

import io.jobarrays.server.batch.jobxml.JobXmlValidator;
import io.jobarrays.server.batch.jobxml.model.Submission;
import io.jobarrays.server.batch.rows.DefinitionRows;
import io.jobarrays.server.batch.rows.Execution;
import io.jobarrays.server.batch.rows.Stage;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jberet.spi.JobXmlResolver;
import org.jspecify.annotations.Nullable;

/** Source of the job XML that the batch engine runs: stored definitions and the launch job. */
final class JobXmlSource implements JobXmlResolver {
    private static final String LAUNCH_XML =
            """
            <job id="launch" version="2.0" xmlns="https://jakarta.ee/xml/ns/jakartaee">
              <step id="%s">
                <properties>
                  <property name="command" value="true"/>
                </properties>
                <batchlet ref="array"/>
              </step>
            </job>
            """
                    .formatted(Stage.OF_LAUNCH);

    /** The constant job of a launch, validated and expanded once, at the first launch. */
    private static final class LaunchJob {
        static final String RUNNING =
                JobXmlValidator.check(
                                LAUNCH_XML.getBytes(StandardCharsets.UTF_8), Submission.unknown())
                        .engineXml(Execution.LAUNCH_JOB);
    }

    private final DefinitionRows definitions;

    JobXmlSource(DefinitionRows definitions) {
        this.definitions = definitions;
    }

    @Override
    public @Nullable InputStream resolveJobXml(String file, ClassLoader loader) {
        String name = file.endsWith(".xml") ? file.substring(0, file.length() - 4) : file;
        String xml =
                name.equals(Execution.LAUNCH_JOB) ? LaunchJob.RUNNING : stored(name).orElse(null);
        return xml == null ? null : new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8));
    }

    private Optional<String> stored(String name) {
        int dot = name.lastIndexOf(".v");
        if (dot < 0) {
            return Optional.empty();
        }
        int version = Integer.parseInt(name.substring(dot + 2));
        return definitions.find(name.substring(0, dot), version).map(found -> found.running);
    }

    @Override
    public Collection<String> getJobXmlNames(ClassLoader loader) {
        return List.of();
    }

    @Override
    public @Nullable String resolveJobName(String file, ClassLoader loader) {
        return null;
    }
}
