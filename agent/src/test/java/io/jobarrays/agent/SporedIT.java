package io.jobarrays.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.contract.messages.AgentMessage.Ended;
import io.jobarrays.contract.messages.AgentMessage.Hello;
import io.jobarrays.contract.messages.AgentMessage.Peers;
import io.jobarrays.contract.messages.AgentMessage.PeersWritten;
import io.jobarrays.contract.messages.Peer;
import io.jobarrays.contract.messages.PeerList;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Packaged agent as installed on an image: start script, jar and AOT cache. */
@Execution(ExecutionMode.CONCURRENT)
class SporedIT extends AgentMachineFixture {
    private static final Path IMAGE = Path.of("target", "spored").toAbsolutePath();

    @Override
    public AgentProcess startAgent() throws IOException {
        return register(AgentProcess.startImage(IMAGE, machine, server.uri()));
    }

    @Test
    void runsWorkFromImage() throws Exception {
        server.helloReplies.add(
                work("#!/bin/sh\necho \"${LC_ALL-unset}\"\n", "printf 'größer\\n'; exit 3"));

        startAgent();

        assertThat(awaitEnd()).isEqualTo(new Ended("w:1", "EXIT_3", "command", null, false));
        assertThat(server.log()).isEqualTo("unset\ngrößer\n");
    }

    @Test
    void workKeepsRunningWhenAgentIsStopped() throws Exception {
        server.helloReplies.add(work(null, "echo begun; " + untilExists("end")));
        AgentProcess agent = startAgent();
        await(() -> server.log().equals("begun\n"));

        agent.stop();
        assertThat(agent.awaitEnd()).isEqualTo(128 + 15);
        startAgent();
        await(() -> server.received(Hello.class).size() == 2);
        Files.createFile(file("/var/lib/spored/work/1/end"));

        assertThat(awaitEnd().exit()).isEqualTo("EXIT_0");
    }

    /** As when the machine shuts down: all processes get the signal in the same moment. */
    @Test
    void sendsWhatTheWorkWroteBeforeItIsStopped() throws Exception {
        String pid = file("/run/spored.pid").toString();
        server.helloReplies.add(
                work(
                        null,
                        "%s; echo last words; kill $(cat '%s'); echo trapped; sleep 60"
                                .formatted(untilExists("end"), pid)));
        AgentProcess agent = startAgent();
        await(() -> !server.received(Hello.class).isEmpty());
        Files.createDirectories(Path.of(pid).getParent());
        Files.writeString(Path.of(pid), "" + agentPid());
        await(() -> Files.exists(file("/var/lib/spored/work/1")));
        Files.createFile(file("/var/lib/spored/work/1/end"));

        assertThat(agent.awaitEnd()).isEqualTo(128 + 15);

        assertThat(server.log()).isEqualTo("last words\ntrapped\n");
    }

    @Test
    void usesBundledJavaRuntime() throws Exception {
        register(AgentProcess.startImage(IMAGE, machine, server.uri(), "/usr/bin:/bin"));
        await(() -> server.received(Hello.class).size() == 1);

        assertThat(Files.readString(file("/agent.log"))).doesNotContain("no Java");
        assertThat(ProcessHandle.of(agentPid()).orElseThrow().info().command().orElseThrow())
                .isEqualTo(IMAGE.resolve("jre/bin/java").toString());
    }

    @Test
    void takesItsSettingsWithoutSearchingTheJar() throws Exception {
        try (JarFile jar = new JarFile(IMAGE.resolve("lib/spored.jar").toFile())) {
            assertThat(jar.getEntry("application.properties")).isNull();
        }

        startAgent();
        await(() -> server.received(Hello.class).size() == 1);

        assertThat(Files.readString(file("/agent.log")))
                .containsPattern("INFO  \\[ServerConnection\\] connected to ws://");
    }

    @Test
    void statusReportsAgentHealth() throws Exception {
        assertThat(status()).startsWith("3\n").contains("no spored runs");
        startAgent();
        await(() -> server.received(Hello.class).size() == 1);
        await(() -> status().contains(", connected since"));

        assertThat(status())
                .startsWith("0\n")
                .contains("compute (compute-20260113-abc123)", "2 of 3", "health    good");
    }

    @Test
    void bootstrapLoopRestartsKilledAgent() throws Exception {
        server.helloReplies.add(work(null, "echo begun; " + untilExists("end") + "; exit 5"));
        AgentProcess loop =
                register(AgentProcess.startWithRestartLoop(IMAGE, machine, server.uri()));
        await(() -> server.log().equals("begun\n"));

        ProcessHandle.of(agentPid()).orElseThrow().destroyForcibly();
        await(() -> server.received(Hello.class).size() == 2);
        Files.createFile(file("/var/lib/spored/work/1/end"));

        assertThat(awaitEnd().exit()).isEqualTo("EXIT_5");
        assertThat(loop.alive()).isTrue();
    }

    @Test
    void startsFromAnotherDirectoryWithoutAotCache() throws Exception {
        Path copy = machine.resolve("opt");
        copy("cp", "-R", IMAGE.toString(), copy.toString());
        Files.deleteIfExists(copy.resolve("lib/spored.aot"));

        register(AgentProcess.startImage(copy, machine, server.uri()));

        await(() -> server.received(Hello.class).size() == 1);
    }

    @Test
    void storesTenThousandPeersWithinMemoryLimit() throws Exception {
        PeerList list =
                new PeerList(
                        IntStream.range(0, 10_000)
                                .mapToObj(
                                        i ->
                                                new Peer(
                                                        i,
                                                        "i-%017x".formatted(i),
                                                        "10.0.%d.%d".formatted(i / 250, i % 250),
                                                        "compute-%d.5k0zfnmq.spore.host"
                                                                .formatted(i)))
                                .toList());
        server.helloReplies.add(new Peers(1, list.peers(), list.sha256()));
        AgentProcess agent = startAgent();

        await(() -> !server.received(PeersWritten.class).isEmpty());

        assertThat(file("/etc/spawn/job-array-peers.json")).hasContent(list.json());
        assertThat(agent.alive()).isTrue();
    }

    private static void copy(String... line) throws Exception {
        assertThat(new ProcessBuilder(List.of(line)).start().waitFor(2, TimeUnit.MINUTES)).isTrue();
    }

    private long agentPid() {
        return ProcessHandle.allProcesses()
                .filter(p -> p.info().command().orElse("").endsWith("/java") && belongsToMachine(p))
                .findFirst()
                .orElseThrow()
                .pid();
    }

    /** Returns the exit code on the first line, then the output. */
    private String status() throws Exception {
        ProcessBuilder builder =
                new ProcessBuilder(IMAGE.resolve("bin/spored").toString(), "status")
                        .redirectErrorStream(true);
        builder.environment().put("SPORED_ROOT", machine.toString());
        Process process = builder.start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return process.waitFor() + "\n" + text;
    }
}
