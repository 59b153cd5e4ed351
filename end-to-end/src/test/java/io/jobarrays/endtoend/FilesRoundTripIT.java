package io.jobarrays.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Files come back as they were given: bundle, working directory, outputs, inputs, outputs. */
@ExtendWith(SharedControlPlane.class)
class FilesRoundTripIT {
    private static final Path ODD_TREE =
            TestControlPlane.ROOT.resolve("end-to-end/src/test/resources/python/odd_tree.py");

    private static final String CHAIN =
            """
            <job id="round-trip" version="2.0" xmlns="https://jakarta.ee/xml/ns/jakartaee">
              <step id="rt-first" next="rt-second">
                <properties>
                  <property name="command" value="mkdir out &amp;&amp; mv tree out"/>
                  <property name="collect" value="out"/>
                  <property name="ttl" value="20m"/>
                </properties>
                <batchlet ref="array"/>
              </step>
              <step id="rt-second">
                <properties>
                  <property name="inputs" value="rt-first"/>
                  <property name="command" value="mkdir out &amp;&amp; mv inputs/rt-first/0/out/tree out"/>
                  <property name="collect" value="**/tree"/>
                  <property name="ttl" value="20m"/>
                </properties>
                <batchlet ref="array"/>
              </step>
            </job>
            """;

    @Test
    void namesContentModesAndTimesSurviveAllStations(TestControlPlane plane) throws Exception {
        Path bundle = plane.files("round-trip");
        Path tree = Files.createDirectories(bundle.resolve("tree"));
        python("make", tree);
        String before = python("checksum", tree);
        Path xml = Files.writeString(plane.files("round-trip-xml").resolve("chain.xml"), CHAIN);

        plane.run("submit", "" + xml, "--files", "" + bundle, "--wait");

        String id =
                plane.json("executions", "list", "--definition", "round-trip")
                        .get(0)
                        .path("id")
                        .asText();
        Path got = plane.files("round-trip-got");
        ProgramRun outputs = plane.run("outputs", id, "--stage", "rt-second", "-d", "" + got);
        assertThat(python("checksum", got.resolve("rt-second/0/out/tree"))).isEqualTo(before);
        assertThat(outputs.out()).contains("/n\\351\n", "/n\\n\n");
    }

    @Test
    void globsAreCheckedBeforeAnythingStarts(TestControlPlane plane) throws Exception {
        Path xml = plane.files("globs").resolve("chain.xml");
        for (String glob : List.of("r.{csv,json", "shard-[0-9.json", "/srv/out/*.csv", "../*")) {
            Files.writeString(xml, CHAIN.replace("**/tree", glob));

            ProgramRun run = plane.spawn("submit", "" + xml, "--dry-run");

            assertThat(run.exit()).as(run.toString()).isEqualTo(2);
            assertThat(run.err()).contains("collect: \"" + glob + "\"");
        }
    }

    private static String python(String action, Path directory) {
        ProgramRun run =
                ProgramRun.of(
                        List.of("python3", "" + ODD_TREE, action, "" + directory),
                        Map.of(),
                        Duration.ofMinutes(2));
        assertThat(run.exit()).as(run.toString()).isZero();
        return run.out();
    }
}
