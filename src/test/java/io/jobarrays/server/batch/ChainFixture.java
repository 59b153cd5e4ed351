package io.jobarrays.server.batch;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** Job XML of stages whose arrays have simulated phases. */
public final class ChainFixture {
    private ChainFixture() {}

    public static byte[] job(String id, String... content) {
        return """
        <job id="%s" version="2.0" xmlns="https://jakarta.ee/xml/ns/jakartaee">
        %s
        </job>
        """
                .formatted(id, String.join("\n", content))
                .getBytes(StandardCharsets.UTF_8);
    }

    /** A stage without a next one. */
    public static String stage(String id, int count) {
        return stage(id, count, "", "");
    }

    public static String stage(String id, int count, String attributes, String transitions) {
        return """
          <step id="%s" %s>
            <properties>
              <property name="count" value="%d"/>
              <property name="command" value="true"/>
            </properties>
            <batchlet ref="array"/>
            %s
          </step>
        """
                .formatted(id, attributes, count, transitions);
    }

    /** {@code first} and, after its success, {@code second}. */
    static byte[] chain(String id, String first, int size, String second, int secondSize) {
        return job(
                id,
                stage(first, size, "next=\"%s\"".formatted(second), ""),
                stage(second, secondSize));
    }

    static List<String> steps(String stage) {
        return List.of(
                stage + ".launch",
                stage + ".barrier",
                stage + ".publish-peers",
                stage + ".run",
                stage + ".release");
    }
}
