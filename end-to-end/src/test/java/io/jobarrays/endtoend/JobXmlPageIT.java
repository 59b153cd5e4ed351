package io.jobarrays.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Submits the examples of {@code docs/reference/job-xml.md}; the first one runs to its end. */
@ExtendWith(SharedControlPlane.class)
class JobXmlPageIT {
    private static final Path PAGE = TestControlPlane.ROOT.resolve("docs/reference/job-xml.md");
    private static final Pattern EXAMPLE = Pattern.compile("```xml\n(.*?)```", Pattern.DOTALL);

    @Test
    void examplesAreAcceptedAndTheFirstRuns(TestControlPlane plane) throws Exception {
        Path files = plane.files("job-xml-page");
        List<String> examples =
                EXAMPLE.matcher(Files.readString(PAGE)).results().map(it -> it.group(1)).toList();
        assertThat(examples).hasSizeGreaterThan(1);
        for (String example : examples) {
            Path job = Files.writeString(files.resolve("job.xml"), example);
            assertThat(plane.run("submit", "" + job, "--dry-run").out()).contains("→");
        }
        Path job = Files.writeString(files.resolve("job.xml"), examples.getFirst());

        String id = plane.run("submit", "" + job, "--wait", "-o", "name").out().strip();

        plane.run("outputs", id, "-d", "" + files.resolve("out"));
        assertThat(files.resolve("out/report/0/sum.txt")).hasContent("70\n");
        assertThat(plane.json("executions", "show", id).path("stages"))
                .extracting(stage -> stage.path("id").asText() + " " + stage.path("state").asText())
                .containsExactly(
                        "north-count COMPLETED", "south-count COMPLETED", "report COMPLETED");
    }
}
