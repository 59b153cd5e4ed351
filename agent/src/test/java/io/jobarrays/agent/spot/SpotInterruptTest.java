package io.jobarrays.agent.spot;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.agent.AgentMachineFixture;
import io.jobarrays.agent.SelfCheck;
import io.jobarrays.agent.aws.AwsJsonClient;
import io.jobarrays.agent.aws.InstanceRole;
import io.jobarrays.agent.aws.S3Client;
import io.jobarrays.agent.aws.SecretResolver;
import io.jobarrays.agent.host.AgentThreads;
import io.jobarrays.agent.host.MetadataClient;
import io.jobarrays.agent.host.RootDirectory;
import io.jobarrays.agent.server.MessageCodec;
import io.jobarrays.agent.server.ServerFiles;
import io.jobarrays.agent.server.SignedHttp;
import io.jobarrays.agent.work.ProcessWorkSupervisor;
import io.jobarrays.agent.work.StartControl;
import io.jobarrays.agent.work.WorkEnvironment;
import io.jobarrays.agent.work.WorkExecution;
import io.jobarrays.agent.work.WorkPart;
import io.jobarrays.agent.work.WorkRecord;
import io.jobarrays.agent.work.Workload;
import io.jobarrays.contract.ArrayId;
import io.jobarrays.contract.ArrayName;
import io.jobarrays.contract.EnvFile;
import io.jobarrays.contract.messages.Work;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpotInterruptTest {
    private static final URI UNREACHABLE = URI.create("http://127.0.0.1:9");

    @TempDir Path machine = Path.of("");
    private final MessageCodec codec = new MessageCodec();
    private RootDirectory root = new RootDirectory(Path.of(""));

    @BeforeEach
    void createRoot() throws Exception {
        root = new RootDirectory(machine);
        root.makeDirectories();
    }

    @AfterEach
    void endWork() throws Exception {
        Files.createFile(root.stateFile("work/1/end"));
        AgentMachineFixture.await(() -> record().hasEnded());
        long supervisor = record().supervisorPid(WorkPart.COMMAND).orElseThrow();
        AgentMachineFixture.await(() -> ProcessHandle.of(supervisor).isEmpty());
    }

    @Test
    void runsHookOnceInWorkEnvironmentAndLogsItsOutput() throws Exception {
        Workload workload =
                startedWorkload("echo \"$COLOUR $JOB_ARRAY_INDEX\"; touch saved; exit 2");

        String note = workload.runInterruptHook();
        String repeated = workload.runInterruptHook();

        assertThat(note).isEqualTo("on-interrupt hook ended EXIT_2");
        assertThat(repeated).isEmpty();
        assertThat(Files.exists(root.stateFile("work/1/saved"))).isTrue();
        String log =
                new String(
                        record().log().read(0).orElseThrow().data(), StandardCharsets.ISO_8859_1);
        assertThat(log).containsSubsequence("begun\n", "blue 2\n");
        assertThat(workload.phase()).isEqualTo("running");
    }

    @Test
    void killsHookAtTimeLimit() throws Exception {
        startedWorkload("sleep 60");
        WorkExecution execution = new WorkExecution(record(), dependencies(), () -> {}, note -> {});

        assertThat(execution.runInterruptHook(Duration.ofMillis(500)))
                .isEqualTo("on-interrupt hook ended SIGNAL_9");
    }

    @Test
    void reportsNothingWithoutHook() throws Exception {
        assertThat(startedWorkload(null).runInterruptHook()).isEmpty();
    }

    private Workload startedWorkload(@Nullable String hook) throws Exception {
        WorkExecution.Dependencies tools = dependencies();
        Workload workload =
                new Workload(
                        root,
                        codec,
                        AgentThreads.platform(),
                        tools.supervisor(),
                        tools.environment(),
                        tools.secrets(),
                        tools.s3(),
                        tools.serverFiles());
        workload.accept(
                Work.of("w:1", 1, 3)
                        .command("echo begun; " + AgentMachineFixture.untilExists("end"))
                        .environment(Map.of("COLOUR", "blue"))
                        .onInterrupt(hook)
                        .build());
        AgentMachineFixture.await(() -> record().log().end() > 0);
        return workload;
    }

    private WorkRecord record() throws Exception {
        return WorkRecord.current(root, codec).orElseThrow();
    }

    private WorkExecution.Dependencies dependencies() throws Exception {
        HttpClient http = HttpClient.newHttpClient();
        EnvFile place =
                new EnvFile(new ArrayId("check-20260101-abcdef"), new ArrayName("check"), 3, 2, 1);
        InstanceRole role = new InstanceRole(new MetadataClient(http, UNREACHABLE), codec);
        return new WorkExecution.Dependencies(
                root,
                new ServerFiles(
                        new SignedHttp(http, SelfCheck.testCredentials(root, http, codec)),
                        UNREACHABLE),
                new ProcessWorkSupervisor(root, "boot"),
                new WorkEnvironment(root, System.getenv(), place),
                new SecretResolver(codec, new AwsJsonClient(http, codec, role, "")),
                new S3Client(http, role, ""),
                new StartControl());
    }
}
