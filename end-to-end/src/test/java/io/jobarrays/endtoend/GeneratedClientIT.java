package io.jobarrays.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The script of docs/how-to/generated-client.md, with a client generated from /q/openapi. Needs the
 * Python packages of that page.
 */
@Tag("campaign")
@ExtendWith(SharedControlPlane.class)
class GeneratedClientIT {
    private static final Path SCRIPT =
            TestControlPlane.ROOT.resolve("docs/how-to/generated_client.py");

    @Test
    void launchesWaitsReadsAndTerminates(TestControlPlane plane) {
        Map<String, String> env = new HashMap<>(plane.env());
        Path client = plane.files("generated-client");

        ProgramRun generator =
                plane.runProgram(
                        env,
                        "openapi-generator-cli",
                        "generate",
                        "-g",
                        "python",
                        "-i",
                        env.get("SPAWN_URL") + "/q/openapi?format=json",
                        "-o",
                        client.toString(),
                        "--package-name",
                        "spawn_client");
        assertThat(generator.exit()).as(generator.toString()).isZero();
        env.put("PYTHONPATH", client.toString());
        ProgramRun script = plane.runProgram(env, "python3", SCRIPT.toString());

        assertThat(script.exit()).as(script.toString()).isZero();
        assertThat(script.out())
                .contains("finished with exit code 0")
                .contains("EXIT_0: member 0 of 2")
                .contains("EXIT_0: member 1 of 2")
                .contains("404 SPAWN-NOT-FOUND");
    }
}
