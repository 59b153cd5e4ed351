package io.jobarrays.agent.spot;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.agent.AgentMachineTest;
import io.jobarrays.agent.SelfCheck;
import io.jobarrays.agent.aws.InstanceRole;
import io.jobarrays.agent.aws.RoleCalls;
import io.jobarrays.agent.aws.SecretReferences;
import io.jobarrays.agent.host.MetadataClient;
import io.jobarrays.agent.host.RootDirectory;
import io.jobarrays.agent.server.MessageCodec;
import io.jobarrays.agent.server.ServerFiles;
import io.jobarrays.agent.server.SignedHttp;
import io.jobarrays.agent.work.StartGate;
import io.jobarrays.agent.work.WorkEnvironment;
import io.jobarrays.agent.work.WorkExecution;
import io.jobarrays.agent.work.WorkPart;
import io.jobarrays.agent.work.WorkRecord;
import io.jobarrays.agent.work.WorkSupervisor;
import io.jobarrays.agent.work.Workload;
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

class SpotInterruptTest {
    private static final URI NOBODY = URI.create("http://127.0.0.1:9");

    @TempDir Path machine = Path.of("");
    private final MessageCodec wire = new MessageCodec();
    private RootDirectory root = new RootDirectory(Path.of(""));

    @BeforeEach
    void make() throws Exception {
        root = new RootDirectory(machine);
        root.makeDirectories();
    }

    @AfterEach
    void letTheWorkEnd() throws Exception {
        Files.createFile(root.state("work/1/end"));
        AgentMachineTest.await(() -> run().hasEnded());
        long supervisor = run().supervisor(WorkPart.COMMAND).orElseThrow();
        AgentMachineTest.await(() -> ProcessHandle.of(supervisor).isEmpty());
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
        WorkExecution execution = new WorkExecution(run(), tools());

        assertThat(execution.interrupt(Duration.ofMillis(500)))
                .isEqualTo("on-interrupt hook ended SIGNAL_9");
    }

    @Test
    void withoutAHookNothingIsSaid() throws Exception {
        assertThat(begun(null).interrupt()).isEmpty();
    }

    private Workload begun(@Nullable String hook) throws Exception {
        WorkExecution.Tools tools = tools();
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
        AgentMachineTest.await(() -> run().log().end() > 0);
        return workload;
    }

    private WorkRecord run() throws Exception {
        return WorkRecord.current(root, wire).orElseThrow();
    }

    private WorkExecution.Tools tools() throws Exception {
        HttpClient http = HttpClient.newHttpClient();
        EnvFile place =
                new EnvFile(new ArrayId("check-20260101-abcdef"), new ArrayName("check"), 3, 2, 1);
        InstanceRole role = new InstanceRole(new MetadataClient(http, NOBODY), wire);
        return new WorkExecution.Tools(
                root,
                new ServerFiles(
                        new SignedHttp(http, SelfCheck.credentials(root, http, wire)), NOBODY),
                new WorkSupervisor(root, "boot"),
                new WorkEnvironment(System.getenv(), place),
                new SecretReferences(wire, new RoleCalls(http, wire, role, "")),
                new StartGate());
    }
}
