package io.jobarrays.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Invalid input gets one sentence, and nothing is launched. */
@ExtendWith(SharedControlPlane.class)
class BadInputIT {
    private static final String STAGE =
            """
            <step id="%s" %s><properties>%s</properties><batchlet ref="array"/></step>
            """;
    private static final String COMMAND = "<property name=\"command\" value=\"true\"/>";

    static Stream<Arguments> launches() {
        return Stream.of(
                refused("count: \"0\" is not a whole number", "--count", "0"),
                refused("count: \"-1\" is not a whole number", "--count", "-1"),
                refused("count: \"abc\" is not a whole number", "--count", "abc"),
                refused("\"Not_A_Label\"", "--job-array-name", "Not_A_Label"),
                refused("ttl: \"2x\" is not a duration", "--ttl", "2x"),
                refused("m9.enormous", "--instance-type", "m9.enormous"));
    }

    private static Arguments refused(String sentence, String flag, String value) {
        return Arguments.of(sentence, flag, value);
    }

    @ParameterizedTest
    @MethodSource("launches")
    void refusesLaunchInOneSentence(
            String sentence, String flag, String value, TestControlPlane plane) {
        Map<String, String> flags = new LinkedHashMap<>();
        flags.put("--count", "2");
        flags.put("--job-array-name", "refused");
        flags.put(flag, value);
        List<String> command = new ArrayList<>(List.of("launch", "--command", "true"));
        flags.forEach((name, text) -> command.addAll(List.of(name + "=" + text)));

        ProgramRun run = plane.spawn(command.toArray(String[]::new));

        assertThat(run.exit()).as(run.toString()).isEqualTo(2);
        assertOneSentence(run, sentence);
        assertThat(plane.json("list"))
                .extracting(array -> array.path("name").asText())
                .doesNotContain("refused");
    }

    static Stream<Arguments> pipelines() {
        return Stream.of(
                Arguments.of("command", STAGE.formatted("a", "", "")),
                Arguments.of("nowhere", STAGE.formatted("a", "next=\"nowhere\"", COMMAND)),
                Arguments.of(
                        "instance-type",
                        STAGE.formatted(
                                "a",
                                "",
                                COMMAND
                                        + "<property name=\"instance_type\" value=\"t3.micro\"/>")));
    }

    @ParameterizedTest
    @MethodSource("pipelines")
    void refusesPipeline(String sentence, String steps, TestControlPlane plane) throws IOException {
        Path xml = plane.files("refused").resolve("refused.xml");
        Files.writeString(xml, job(steps));

        ProgramRun run = plane.spawn("submit", "" + xml);

        assertThat(run.exit()).as(run.toString()).isEqualTo(2);
        assertThat(run.err()).contains(sentence).doesNotContain("\tat ");
        assertThat(plane.json("list"))
                .extracting(array -> array.path("name").asText())
                .doesNotContain("a");
    }

    @Test
    void refusesXmlWithDtd(TestControlPlane plane) throws IOException {
        Path xml = plane.files("refused").resolve("dtd.xml");
        Files.writeString(
                xml,
                "<!DOCTYPE job [<!ENTITY a SYSTEM \"file:///etc/passwd\">]>\n"
                        + job(STAGE.formatted("a", "", COMMAND)));

        ProgramRun run = plane.spawn("submit", "" + xml);

        assertThat(run.exit()).as(run.toString()).isEqualTo(2);
        assertThat(run.err()).contains("DTD").doesNotContain("root:");
    }

    @Test
    void refusesXmlOverOneMebibyte(TestControlPlane plane) throws IOException {
        Path xml = plane.files("refused").resolve("large.xml");
        Files.writeString(
                xml, job(STAGE.formatted("a", "", COMMAND)) + "<!--" + "x".repeat(2 << 20) + "-->");

        ProgramRun run = plane.spawn("submit", "" + xml);

        assertThat(run.exit()).as(run.toString()).isEqualTo(2);
        assertOneSentence(run, "1 MiB");
    }

    @Test
    void refusesBundleOverItsLimit(TestControlPlane plane) throws IOException {
        Path files = plane.files("bundle");
        byte[] noise = new byte[69 << 20];
        new Random(1).nextBytes(noise);
        Files.write(files.resolve("noise"), noise);

        ProgramRun run =
                plane.spawn(
                        "launch",
                        "--job-array-name",
                        "heavy",
                        "--count",
                        "1",
                        "--command",
                        "true",
                        "--files",
                        "" + files);

        assertThat(run.exit()).as(run.toString()).isEqualTo(2);
        assertOneSentence(run, "68.0 MiB packed");
    }

    @Test
    void refusesNameOfALiveArrayWithItsId(TestControlPlane plane) {
        plane.run(
                "launch",
                "--count",
                "1",
                "--job-array-name",
                "compute",
                "--ttl",
                "10m",
                "--command",
                "sleep 300",
                "--detach");
        String id = plane.json("status", "compute").path("job_array_id").asText();

        ProgramRun second =
                plane.spawn(
                        "launch",
                        "--count",
                        "1",
                        "--job-array-name",
                        "compute",
                        "--command",
                        "true");

        assertThat(second.exit()).as(second.toString()).isNotZero();
        assertOneSentence(second, id);
        ProgramRun unconfirmed = plane.spawn("terminate", "compute");
        assertThat(unconfirmed.exit()).as(unconfirmed.toString()).isEqualTo(2);
        assertOneSentence(unconfirmed, "give --yes to do it");
        plane.run("terminate", "compute", "--yes");
    }

    @Test
    void namesTheServerThatDoesNotAnswer(TestControlPlane plane) {
        ProgramRun run = plane.spawn("--url", "http://127.0.0.1:9", "list");

        assertThat(run.exit()).as(run.toString()).isEqualTo(1);
        assertOneSentence(run, "http://127.0.0.1:9");
    }

    @Test
    void refusesWrongToken(TestControlPlane plane) {
        String url = plane.stateFile("server.json").path("url").asText();

        ProgramRun run = plane.spawn(Map.of("SPAWN_URL", url, "SPAWN_TOKEN", "wrong"), "list");

        assertThat(run.exit()).as(run.toString()).isEqualTo(7);
        assertOneSentence(run, "token");
    }

    /** Hints may follow, stack traces may not. */
    private static void assertOneSentence(ProgramRun run, String part) {
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).doesNotContain("\tat ");
        assertThat(run.err().lines().filter(line -> line.startsWith("spawn: ")))
                .as(run.toString())
                .singleElement()
                .satisfies(line -> assertThat(line).contains(part));
    }

    private static String job(String steps) {
        return """
        <job id="refused" version="2.0" xmlns="https://jakarta.ee/xml/ns/jakartaee">
        %s</job>
        """
                .formatted(steps);
    }
}
