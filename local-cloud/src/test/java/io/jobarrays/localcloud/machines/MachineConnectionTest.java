package io.jobarrays.localcloud.machines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jobarrays.localcloud.base.MachineSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** Disconnects real machines from the network and connects them again. */
@TestInstance(Lifecycle.PER_CLASS)
class MachineConnectionTest {
    private MachinesFixture fixture;

    @BeforeAll
    void open(@TempDir Path state) throws IOException {
        fixture = MachinesFixture.open(state, Optional.empty());
    }

    @AfterAll
    void close() {
        fixture.close();
    }

    @Test
    void disconnectedMachineReachesNothingAndIsUnreachable() throws Exception {
        MachineSpec machine =
                fixture.start(
                        "while :; do curl -s -m 0.5 -o /dev/null http://169.254.169.254/",
                        "echo metadata $?; timeout 0.5 getent hosts x.spore.host >/dev/null",
                        "echo dns $?; done");
        String connect = "timeout 2 bash -c '</dev/tcp/" + machine.publicIp() + "/1'";
        await().until(() -> fixture.console(machine).contains("metadata 0\ndns 0\n"));
        assertThat(fixture.run(connect)).contains("Connection refused");

        fixture.machines().setNetworkUp(machine.instanceId(), false);

        await().until(() -> endsWith(machine, "metadata 28\ndns 124\n"));
        assertThat(fixture.run(connect)).doesNotContain("Connection refused");

        fixture.machines().setNetworkUp(machine.instanceId(), true);

        await().until(() -> endsWith(machine, "metadata 0\ndns 0\n"));
        assertThat(fixture.run(connect)).contains("Connection refused");
        fixture.machines().terminate(machine.instanceId());
        fixture.end(machine);
    }

    @Test
    void environmentNamesTheEndpointAndRegion() throws Exception {
        assertThat(
                        fixture.run(
                                "echo $AWS_ENDPOINT_URL $AWS_REGION $AWS_DEFAULT_REGION",
                                "grep -h ^AWS_ /etc/environment | sort"))
                .isEqualTo(
                        """
                        http://169.254.169.251 us-east-1 us-east-1
                        AWS_DEFAULT_REGION=us-east-1
                        AWS_ENDPOINT_URL=http://169.254.169.251
                        AWS_REGION=us-east-1
                        """);
    }

    private boolean endsWith(MachineSpec machine, String last) {
        return fixture.console(machine).endsWith(last);
    }
}
