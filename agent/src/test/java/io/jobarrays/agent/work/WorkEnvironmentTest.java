package io.jobarrays.agent.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.agent.host.RootDirectory;
import io.jobarrays.contract.ArrayId;
import io.jobarrays.contract.ArrayName;
import io.jobarrays.contract.EnvFile;
import io.jobarrays.contract.messages.Work;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkEnvironmentTest {
    @TempDir private Path machine = Path.of("");

    @Test
    void workSeesTheDirectoryOfItsMachineAndNoVariableOfTheAgent() {
        EnvFile member =
                new EnvFile(
                        new ArrayId("compute-20260113-abc123"), new ArrayName("compute"), 1, 0, 1);
        Map<String, String> inherited =
                Map.of(
                        "SPAWN_ROOT", "/machines/i-1",
                        "SPAWN_NONCE", "secret",
                        "SPORED_ROOT", "/machines/i-1",
                        "AWS_REGION", "us-east-1");

        Map<String, String> environment =
                new WorkEnvironment(new RootDirectory(machine), inherited, member)
                        .userData(Work.of("w:1", 1, 1).build(), Map.of("COLOUR", "red"), "script")
                        .environment();

        assertThat(environment)
                .containsEntry("SPAWN_ROOT", "/machines/i-1")
                .containsEntry("AWS_REGION", "us-east-1")
                .containsEntry("COLOUR", "red")
                .containsEntry("JOB_ARRAY_INDEX", "0")
                .doesNotContainKeys("SPAWN_NONCE", "SPORED_ROOT");
    }
}
