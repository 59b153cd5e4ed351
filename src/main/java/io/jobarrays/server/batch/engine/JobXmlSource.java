package io.jobarrays.server.batch.engine;

import io.jobarrays.server.batch.jobxml.JobXmlValidator;
import io.jobarrays.server.batch.jobxml.model.Submission;
import io.jobarrays.server.batch.rows.Definition;
import io.jobarrays.server.batch.rows.Stage;
import io.quarkus.narayana.jta.QuarkusTransaction;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jberet.spi.JobXmlResolver;
import org.jspecify.annotations.Nullable;

/** Where the engine finds what it runs: stored definitions, and the one built-in job. */
public final class JobXmlSource implements JobXmlResolver {
    /** Version 0 is nobody's: a definition of a user may be called launch as well. */
    public static final String LAUNCH = "launch.v0";

    private static final String BUILT_IN =
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

    public static String name(String definition, int version) {
        return definition + ".v" + version;
    }

    @Override
    public @Nullable InputStream resolveJobXml(String file, ClassLoader loader) {
        String name = file.endsWith(".xml") ? file.substring(0, file.length() - 4) : file;
        String xml = name.equals(LAUNCH) ? launch() : stored(name).orElse(null);
        return xml == null ? null : new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8));
    }

    private static String launch() {
        byte[] xml = BUILT_IN.getBytes(StandardCharsets.UTF_8);
        return JobXmlValidator.check(xml, Submission.unknown()).engineXml(LAUNCH);
    }

    private static Optional<String> stored(String name) {
        int dot = name.lastIndexOf(".v");
        if (dot < 0) {
            return Optional.empty();
        }
        int version = Integer.parseInt(name.substring(dot + 2));
        return QuarkusTransaction.requiringNew()
                .call(
                        () ->
                                Definition.ofVersion(name.substring(0, dot), version)
                                        .map(found -> found.running));
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
