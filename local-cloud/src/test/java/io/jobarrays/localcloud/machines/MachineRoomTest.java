package io.jobarrays.localcloud.machines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jobarrays.localcloud.MachineSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** Real machines, whoever runs the tests. */
@TestInstance(Lifecycle.PER_CLASS)
class MachineRoomTest {
    private Lab lab;

    @BeforeAll
    void open(@TempDir Path state, @TempDir Path image) throws IOException {
        Files.writeString(state.resolve("token"), "the token");
        Files.writeString(image.resolve("agent"), "the agent");
        lab = Lab.open(state, Optional.of(image));
    }

    @AfterAll
    void close() {
        lab.close();
    }

    @Test
    void everyMachineHasAHostnameOfItsOwn() throws Exception {
        MachineSpec one = lab.start("hostname; poweroff");
        MachineSpec other = lab.start("hostname; poweroff");

        assertThat(lab.end(one)).isEqualTo(one.hostname() + "\n");
        assertThat(lab.end(other)).isEqualTo(other.hostname() + "\n");
    }

    @Test
    void theMetadataAddressKnowsWhoAsks() throws Exception {
        MachineSpec machine =
                lab.start(
                        "curl -s http://169.254.169.254/latest/meta-data/instance-id; echo",
                        "exec 3<>/dev/tcp/169.254.169.254/80",
                        "printf 'GET / HTTP/1.0\\r\\n\\r\\n' >&3; tail -n 1 <&3; echo",
                        "poweroff");

        assertThat(lab.end(machine))
                .isEqualTo(machine.instanceId() + "\n" + machine.instanceId() + "\n");
    }

    @Test
    void membersReachEachOtherOnTheSamePort() throws Exception {
        String listener =
                "exec perl -MIO::Socket::INET -e '"
                        + "$s = IO::Socket::INET->new(LocalPort => 29500, Listen => 5) or die $!; $| = 1;"
                        + "print \"listening\\n\"; $c = $s->accept; print $c \"hello from 29500\\n\"'";
        MachineSpec one = lab.start(listener);
        MachineSpec other = lab.start(listener);
        await().until(() -> lab.console(one).contains("listening"));
        await().until(() -> lab.console(other).contains("listening"));

        String heard =
                lab.run(
                        "cat </dev/tcp/" + one.privateIp() + "/29500",
                        "cat </dev/tcp/" + other.publicIp() + "/29500");

        assertThat(heard).isEqualTo("hello from 29500\nhello from 29500\n");
        lab.machines().terminate(one.instanceId());
        lab.machines().terminate(other.instanceId());
    }

    @Test
    void namesAreResolvedByTheVpc() throws Exception {
        assertThat(lab.run("getent hosts compute-0.abc.spore.host"))
                .startsWith("10.77.1.2 ")
                .endsWith("compute-0.abc.spore.host\n");
    }
}
