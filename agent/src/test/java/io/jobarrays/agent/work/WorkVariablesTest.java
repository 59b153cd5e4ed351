package io.jobarrays.agent.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.agent.AgentMachineFixture;
import io.jobarrays.contract.messages.AgentMessage.Go;
import io.jobarrays.contract.messages.AgentMessage.Peers;
import io.jobarrays.contract.messages.AgentMessage.PeersWritten;
import io.jobarrays.contract.messages.Peer;
import io.jobarrays.contract.messages.PeerList;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WorkVariablesTest extends AgentMachineFixture {

    @Test
    void writesVariablesForSessionsWithoutProfile() throws Exception {
        Files.createDirectories(file("/root"));
        Files.writeString(file("/etc/environment"), "LANG=C.UTF-8");
        server.helloReplies.add(work(null, "echo done"));

        startAgent();

        awaitEnd();
        assertThat(file("/etc/environment"))
                .content()
                .startsWith("LANG=C.UTF-8\n# BEGIN spawn job array\n")
                .contains("\nJOB_ARRAY_INDEX=2\n", "\nJOB_ARRAY_ATTEMPT=1\n")
                .endsWith("# END spawn job array\n")
                .containsOnlyOnce("JOB_ARRAY_SIZE=");
        assertThat(file("/root/.ssh/environment")).content().contains("\nJOB_ARRAY_INDEX=2\n");
    }

    /** The environment of the test's agent has none of them, as that of systemd. */
    @Test
    void namesTheUserAndItsShell() throws Exception {
        server.helloReplies.add(work(null, "echo $USER $LOGNAME $SHELL"));

        startAgent();

        awaitEnd();
        String user = System.getProperty("user.name");
        assertThat(server.log()).isEqualTo("%s %s /bin/sh\n".formatted(user, user));
    }

    /** Open MPI fails when the hostfile that a variable names is missing. */
    @Test
    void pointsMpirunToTheHostfileOncePeersAreThere() throws Exception {
        String print = "echo [$OMPI_MCA_orte_default_hostfile $OMPI_MCA_rmaps_base_mapping_policy]";
        PeerList list = new PeerList(List.of(new Peer(0, "i-0a", "10.0.0.1", "c-0.example.org")));
        server.helloReplies.add(
                work("#!/bin/sh\n" + print + "\n", print, true, Map.of(), List.of(), List.of()));
        startAgent();
        await(() -> server.log().equals("[ ]\n"));

        server.send(new Peers(1, list.peers(), list.sha256()));
        await(() -> !server.received(PeersWritten.class).isEmpty());
        server.send(new Go("w:1"));

        awaitEnd();
        assertThat(server.log())
                .isEqualTo("[ ]\n[%s node]\n".formatted(file("/etc/spawn/hostfile.openmpi")));
    }

    /** MPICH passes the variables of index 0 on to the ranks of all machines. */
    @Test
    void startsRanksWithTheVariablesOfTheirMachine() throws Exception {
        PeerList list = new PeerList(List.of(new Peer(0, "i-0a", "10.0.0.1", "c-0.example.org")));
        server.helloReplies.add(new Peers(1, list.peers(), list.sha256()));
        startAgent();
        await(() -> !server.received(PeersWritten.class).isEmpty());

        Path variables = file("/etc/profile.d/job-array.sh");
        Files.createDirectories(variables.getParent());
        Files.writeString(variables, "export JOB_ARRAY_INDEX=2\n");
        ProcessBuilder rank =
                new ProcessBuilder(
                        file("/etc/spawn/mpi-process").toString(),
                        "sh",
                        "-c",
                        "echo \"[$JOB_ARRAY_INDEX $RANK $MASTER_PORT $GIVEN $0]\"",
                        "a b");
        rank.environment()
                .putAll(
                        Map.of(
                                "JOB_ARRAY_INDEX", "0",
                                "JOB_ARRAY_ALIASES", "RANK MASTER_PORT",
                                "RANK", "7",
                                "MASTER_PORT", "29500",
                                "GIVEN", "given"));

        assertThat(new String(rank.start().getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo("[2   given a b]\n");
    }
}
