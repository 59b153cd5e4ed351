package io.jobarrays.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A shell in which {@code spawn} is a command, with a control plane of its own. */
record SpawnShell(TestControlPlane plane, Map<String, String> environment)
        implements AutoCloseable {

    /**
     * @param first a line to begin with; empty for none
     */
    static SpawnShell open(String first) {
        TestControlPlane plane = TestControlPlane.started("--capacity", "110");
        try {
            Path bin = plane.files("bin");
            Files.createSymbolicLink(bin.resolve("spawn"), TestControlPlane.ROOT.resolve("spawn"));
            Map<String, String> environment = new HashMap<>(plane.environment());
            environment.put("PATH", bin + ":" + System.getenv("PATH"));
            SpawnShell terminal = new SpawnShell(plane, environment);
            if (!first.isEmpty()) {
                terminal.ok(first);
            }
            return terminal;
        } catch (IOException e) {
            plane.close();
            throw new UncheckedIOException(e);
        } catch (Throwable failed) {
            plane.close();
            throw failed;
        }
    }

    /** What the line prints; it must end with 0. */
    String ok(String line) {
        ProgramRun run =
                ProgramRun.of(List.of("bash", "-c", line), environment, Duration.ofMinutes(6));
        assertThat(run.exit()).as(run.toString()).isZero();
        return run.out();
    }

    String id(String array) {
        return plane.api().json("/arrays/" + array).path("job_array_id").asText();
    }

    JsonNode member(String array, int index) {
        return plane.api().json("/arrays/" + array).path("members").get(index);
    }

    List<String> each(String array, String field) {
        List<String> values = new ArrayList<>();
        plane.api()
                .json("/arrays/" + array)
                .path("members")
                .forEach(member -> values.add(member.path(field).asText()));
        return values;
    }

    /** Addresses, one a line. */
    String resolve(String name) {
        String[] server = plane.env().getOrDefault("SPAWN_DNS", "").split(":", 2);
        return plane.runProgram(Map.of(), "dig", "@" + server[0], "-p", server[1], "+short", name)
                .out();
    }

    /** Ends the control plane with everything that still runs. */
    @Override
    public void close() {
        plane.close();
    }
}
