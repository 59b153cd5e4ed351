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

/** Network of real machines: each other, metadata, DNS and the internet. */
@TestInstance(Lifecycle.PER_CLASS)
class MachineNetworkTest {
    private static final String LISTENER =
            "exec perl -MIO::Socket::INET -e '"
                    + "$s = IO::Socket::INET->new(LocalPort => 29500, Listen => 5) or die $!;"
                    + "$| = 1; print \"listening\\n\";"
                    + "while ($c = $s->accept) { print $c \"29500 of \" . `hostname`; close $c }'";

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
    void everyMachineHasItsOwnHostname() throws Exception {
        MachineSpec one = fixture.start("hostname; poweroff");
        MachineSpec other = fixture.start("hostname; poweroff");

        assertThat(fixture.end(one)).isEqualTo(one.hostname() + "\n");
        assertThat(fixture.end(other)).isEqualTo(other.hostname() + "\n");
    }

    @Test
    void metadataIsAnsweredForTheCallingMachine() throws Exception {
        MachineSpec machine =
                fixture.start(
                        "curl -s http://169.254.169.254/latest/meta-data/instance-id; echo",
                        "exec 3<>/dev/tcp/169.254.169.254/80",
                        "printf 'GET / HTTP/1.0\\r\\n\\r\\n' >&3; tail -n 1 <&3; echo",
                        "poweroff");

        assertThat(fixture.end(machine))
                .isEqualTo(machine.instanceId() + "\n" + machine.instanceId() + "\n");
    }

    @Test
    void membersReachEachOtherOnTheSamePortByBothAddresses() throws Exception {
        MachineSpec one = fixture.start(LISTENER);
        MachineSpec other = fixture.start(LISTENER);
        await().until(() -> fixture.console(one).contains("listening"));
        await().until(() -> fixture.console(other).contains("listening"));

        String received =
                fixture.run(
                        "cat </dev/tcp/" + one.privateIp() + "/29500",
                        "cat </dev/tcp/" + other.publicIp() + "/29500");

        assertThat(received)
                .isEqualTo("29500 of " + one.hostname() + "\n29500 of " + other.hostname() + "\n");
        fixture.machines().terminate(one.instanceId());
        fixture.machines().terminate(other.instanceId());
    }

    @Test
    void vpcResolvesNames() throws Exception {
        assertThat(fixture.run("getent hosts compute-0.abc.spore.host"))
                .startsWith("10.77.1.2 ")
                .endsWith("compute-0.abc.spore.host\n");
    }

    @Test
    void vpcResolvesNamesOverTcp() throws Exception {
        String answer =
                fixture.run(
                        "echo options use-vc >>/etc/resolv.conf",
                        "getent hosts compute-1.abc.spore.host");

        assertThat(answer).startsWith("10.77.1.2 ");
    }

    @Test
    void internetIsUnreachableImmediately() throws Exception {
        assertThat(fixture.run("time -p timeout 5 curl -sS http://192.0.2.1/; echo $?"))
                .contains("curl: (7)")
                .contains("real 0.");
    }

    @Test
    void machineCannotAddAnAddress() throws Exception {
        assertThat(fixture.run("ip addr add 10.77.9.9/32 dev eth0 || echo refused"))
                .contains("Operation not permitted", "refused");
    }
}
