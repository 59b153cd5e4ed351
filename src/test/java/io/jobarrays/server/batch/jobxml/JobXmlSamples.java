package io.jobarrays.server.batch.jobxml;

import io.jobarrays.server.batch.jobxml.model.Submission;
import io.jobarrays.server.batch.jobxml.xml.XmlRefused;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Job XML for tests. */
public final class JobXmlSamples {
    public static final String CHAIN =
            """
            <job id="preprocess-training" version="2.0" xmlns="https://jakarta.ee/xml/ns/jakartaee">
              <step id="preprocess" next="training">
                <properties>
                  <property name="count" value="10"/>
                  <property name="command" value="python3 preprocess.py"/>
                  <property name="collect" value="shard-*.json"/>
                </properties>
                <batchlet ref="array"/>
              </step>
              <step id="training">
                <properties>
                  <property name="count" value="5"/>
                  <property name="barrier" value="true"/>
                  <property name="inputs" value="preprocess"/>
                  <property name="command" value="python3 train.py"/>
                  <property name="ttl" value="4h"/>
                </properties>
                <batchlet ref="array"/>
              </step>
            </job>
            """;

    public static final String SPLIT =
            """
            <job id="both" version="2.0" xmlns="https://jakarta.ee/xml/ns/jakartaee">
              <split id="side-by-side" next="after">
                <flow id="one">
                  <step id="a" next="b">
                    <properties><property name="command" value="true"/></properties>
                    <batchlet ref="array"/>
                  </step>
                  <step id="b">
                    <properties>
                      <property name="command" value="true"/>
                      <property name="inputs" value="a"/>
                    </properties>
                    <batchlet ref="array"/>
                  </step>
                </flow>
                <flow id="two">
                  <step id="c">
                    <properties><property name="command" value="true"/></properties>
                    <batchlet ref="array"/>
                  </step>
                </flow>
              </split>
              <step id="after">
                <properties>
                  <property name="command" value="true"/>
                  <property name="inputs" value="b, c"/>
                </properties>
                <batchlet ref="array"/>
                <next on="*" to="enough"/>
              </step>
              <decision id="enough" ref="succeeded-share">
                <properties><property name="at-least" value="90%"/></properties>
                <end on="ENOUGH"/>
                <fail on="TOO_FEW"/>
              </decision>
            </job>
            """;

    private JobXmlSamples() {}

    /** One step named s with a command; the first of {@code lines} is line 4. */
    public static String withProperties(String... lines) {
        return """
        <job id="j" version="2.0" xmlns="https://jakarta.ee/xml/ns/jakartaee">
          <step id="s">
            <properties>
        %s
              <property name="command" value="true"/>
            </properties>
            <batchlet ref="array"/>
          </step>
        </job>
        """
                .formatted(String.join("\n", lines));
    }

    /** The content of a job; its first line is line 2. */
    public static String job(String content) {
        return """
        <job id="j" version="2.0" xmlns="https://jakarta.ee/xml/ns/jakartaee">
        %s
        </job>
        """
                .formatted(content);
    }

    /** A stage with a command on one line. */
    public static String stage(String id, String attributes, String transitions) {
        return """
        <step id="%s" %s><properties><property name="command" value="true"/></properties>\
        <batchlet ref="array"/>%s</step>"""
                .formatted(id, attributes, transitions);
    }

    public static byte[] bytes(String xml) {
        return xml.getBytes(StandardCharsets.UTF_8);
    }

    public static ValidatedJob check(String xml) {
        return check(xml, Map.of());
    }

    public static ValidatedJob check(String xml, Map<String, String> parameters) {
        return JobXmlValidator.check(
                bytes(xml),
                Submission.of(
                        parameters,
                        Optional.empty(),
                        name -> Optional.empty(),
                        () -> false,
                        spec -> {}));
    }

    /** As submitted with files. */
    static ValidatedJob checkWithBundle(String xml, Map<String, String> files) {
        return JobXmlValidator.check(
                bytes(xml),
                Submission.of(
                        Map.of(),
                        Optional.of("0".repeat(64)),
                        name -> Optional.ofNullable(files.get(name)),
                        () -> false,
                        spec -> {}));
    }

    /** Findings as "line:column message". */
    public static List<String> findings(String xml) {
        try {
            check(xml);
            return List.of();
        } catch (XmlRefused refused) {
            return refused.errors().stream()
                    .map(one -> "%d:%d %s".formatted(one.line(), one.column(), one.message()))
                    .toList();
        }
    }
}
