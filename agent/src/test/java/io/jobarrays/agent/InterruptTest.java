package io.jobarrays.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.contract.AgentMessage.Work;
import io.jobarrays.contract.ArrayId;
import io.jobarrays.contract.ArrayName;
import io.jobarrays.contract.EnvFile;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InterruptTest {
    private static final URI NOBODY = URI.create("http://127.0.0.1:9");

    @TempDir Path machine = Path.of("");
    private final Wire wire = new Wire();
    private Root root = new Root(Path.of(""));

    @BeforeEach
    void make() throws Exception {
        root = new Root(machine);
        root.makeDirectories();
    }

    @AfterEach
    void letTheWorkEnd() throws Exception {
        Files.createFile(root.state("work/1/end"));
        MachineTest.await(() -> run().hasEnded());
        long supervisor = run().supervisor(Part.COMMAND).orElseThrow();
        MachineTest.await(() -> ProcessHandle.of(supervisor).isEmpty());
    }

    @Test
    void theHookRunsOnceInTheWorksSurroundingsAndLogsBesideIt() throws Exception {
        Workload workload = begun("echo \"$COLOUR $JOB_ARRAY_INDEX\"; touch saved; exit 2");

        String told = workload.interrupt();
        String again = workload.interrupt();

        assertThat(told).isEqualTo("on-interrupt hook ended EXIT_2");
        assertThat(again).isEmpty();
        assertThat(Files.exists(root.state("work/1/saved"))).isTrue();
        String log =
                new String(run().log().read(0).orElseThrow().data(), StandardCharsets.ISO_8859_1);
        assertThat(log).containsSubsequence("begun\n", "blue 2\n");
        assertThat(workload.phase()).isEqualTo("running");
    }

    @Test
    void aHookThatTakesTooLongIsKilled() throws Exception {
        begun("sleep 60");
        Execution execution = new Execution(run(), tools());

        assertThat(execution.interrupt(Duration.ofMillis(500)))
                .isEqualTo("on-interrupt hook ended SIGNAL_9");
    }

    @Test
    void withoutAHookNothingIsSaid() throws Exception {
        assertThat(begun(null).interrupt()).isEmpty();
    }

    private Workload begun(@Nullable String hook) throws Exception {
        Execution.Tools tools = tools();
        Workload workload =
                new Workload(
                        root,
                        wire,
                        tools.supervisor(),
                        tools.surroundings(),
                        tools.secrets(),
                        tools.calls());
        workload.accept(
                new Work(
                        "w:1",
                        1,
                        3,
                        null,
                        "echo begun; while ! [ -e end ]; do sleep 0.1; done",
                        false,
                        Map.of("COLOUR", "blue"),
                        null,
                        null,
                        List.of(),
                        List.of(),
                        hook));
        MachineTest.await(() -> run().log().end() > 0);
        return workload;
    }

    private Run run() throws Exception {
        return Run.current(root, wire).orElseThrow();
    }

    private Execution.Tools tools() throws Exception {
        HttpClient http = HttpClient.newHttpClient();
        EnvFile place =
                new EnvFile(new ArrayId("check-20260101-abcdef"), new ArrayName("check"), 3, 2, 1);
        InstanceRole role = new InstanceRole(new Metadata(http, NOBODY), wire);
        return new Execution.Tools(
                root,
                new Calls(new SignedHttp(http, SelfCheck.credentials(root, http, wire)), NOBODY),
                new Supervisor(root, "boot"),
                new Surroundings(System.getenv(), place),
                new Secrets(wire, new AwsCalls(http, wire, role, "")),
                new Gate());
    }
}
