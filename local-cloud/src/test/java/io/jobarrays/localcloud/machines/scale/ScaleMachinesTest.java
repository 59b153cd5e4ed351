package io.jobarrays.localcloud.machines.scale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.jobarrays.localcloud.base.MachineSpec;
import io.jobarrays.localcloud.machines.EchoGuestServices;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Machines on a shell script that answers as a scale host does. */
class ScaleMachinesTest {
    private static final String ID = "i-0123456789abcdef0";
    private static final String HOST =
            """
            #!/bin/sh
            echo ready
            while read -r command id rest; do
              case $command in
                start) mkdir -p "$directory/$id"; echo "booted $id"; echo "console $id $metadata"; echo "console $id start $rest" ;;
                stop) echo ended; echo console; echo "ended $id" ;;
                terminate) rmdir "$directory/$id"; echo "ended $id" ;;
                network | etc | clock) echo "console $id $command $rest" ;;
              esac
            done
            """;

    @TempDir Path state = Path.of("");
    @TempDir Path image = Path.of("");
    private final List<String> events = new CopyOnWriteArrayList<>();
    private Optional<ScaleMachines> opened = Optional.empty();

    @BeforeEach
    void open() throws Exception {
        Path java = image.resolve("jre/bin/java");
        Files.createDirectories(java.resolveSibling(""));
        // The last arguments are directory, metadata URI and file of the control plane.
        String arguments = "while [ $# -gt 3 ]; do shift; done; directory=$1; metadata=$2\n";
        Files.writeString(java, HOST.replace("echo ready\n", arguments + "echo ready\n"));
        assertThat(java.toFile().setExecutable(true)).isTrue();
        String architecture = System.getProperty("os.arch");
        Files.writeString(
                image.resolve("jre/processor"),
                (architecture.equals("amd64") ? "x86_64" : architecture) + "\n");
        Files.createDirectories(image.resolve("lib"));
        Files.createFile(image.resolve("lib/spored.jar"));
        opened = Optional.of(machines(Optional.of(image)));
    }

    @AfterEach
    void close() {
        opened.ifPresent(ScaleMachines::close);
    }

    @Test
    void bootsAndStopsMachineOfItsHost() throws Exception {
        start();
        await().until(() -> events.equals(List.of("booted")));

        machines().stop(ID);

        await().until(() -> events.equals(List.of("booted", "ended")));
        assertThat(state.resolve("scale").resolve(ID)).isDirectory();
    }

    @Test
    void terminateDeletesDirectoryOfRunningAndOfStoppedMachine() throws Exception {
        start();
        await().until(() -> events.equals(List.of("booted")));
        machines().terminate(ID);
        await().until(() -> events.equals(List.of("booted", "ended")));
        assertThat(state.resolve("scale").resolve(ID)).doesNotExist();

        start();
        await().until(() -> events.size() == 3);
        machines().stop(ID);
        await().until(() -> events.size() == 4);
        machines().terminate(ID);
        assertThat(state.resolve("scale").resolve(ID)).doesNotExist();
    }

    @Test
    void machinesEndWithTheirHost() throws Exception {
        start();
        await().until(() -> events.equals(List.of("booted")));

        host().destroyForcibly();

        await().until(() -> events.equals(List.of("booted", "ended")));
        start();
        await().until(() -> events.equals(List.of("booted", "ended", "booted")));
    }

    @Test
    void closeEndsHostsAndDeletesDirectories() throws Exception {
        start();
        await().until(() -> events.equals(List.of("booted")));
        ProcessHandle host = host();

        machines().close();

        assertThat(host.isAlive()).isFalse();
        assertThat(state.resolve("scale")).doesNotExist();
    }

    @Test
    void closedMachinesStartNoHost() {
        machines().close();

        assertThatThrownBy(this::start)
                .isInstanceOf(IOException.class)
                .hasMessage("the local cloud ends");
    }

    @Test
    void answersMetadataOfTheInstanceInThePath() throws Exception {
        start();
        await().until(() -> machines().console(ID).contains("start"));
        String base = machines().console(ID).lines().findFirst().orElseThrow();

        assertThat(get(base + ID + "/latest/meta-data/").body()).isEqualTo(ID);
        assertThat(get(base.replaceFirst("/[0-9a-f]+/$", "/00/") + ID + "/latest/").statusCode())
                .isEqualTo(403);
    }

    @Test
    void networkEtcAndClockFaultsReachTheHost() throws Exception {
        start();

        machines().setNetworkUp(ID, false);
        machines().setEtcWritable(ID, false);
        machines().setClockOffset(ID, Duration.ofHours(-1));

        await().until(
                        () ->
                                machines()
                                        .console(ID)
                                        .contains("network down\netc read-only\nclock -3600000\n"));
    }

    @Test
    void machineWithoutUserDataStartsNoAgent() throws Exception {
        machines().start(spec(new byte[0], Duration.ZERO), () -> {}, () -> {});

        await().until(() -> machines().console(ID).contains("start 0 without-agent\n"));
    }

    @Test
    void machineBootsWithItsClock() throws Exception {
        machines().start(spec(new byte[] {'#'}, Duration.ofMinutes(5)), () -> {}, () -> {});

        await().until(() -> machines().console(ID).contains("start 300000\n"));
    }

    @Test
    void clockStaysSetOnAnotherHost() throws Exception {
        start();
        await().until(() -> events.equals(List.of("booted")));
        machines().setClockOffset(ID, Duration.ofHours(1));
        await().until(() -> machines().console(ID).contains("clock 3600000"));
        host().destroyForcibly();
        await().until(() -> events.equals(List.of("booted", "ended")));

        start();

        await().until(() -> machines().console(ID).contains("start 3600000\n"));
    }

    @Test
    void runtimeOfAnotherProcessorIsNotUsed() throws Exception {
        Files.writeString(image.resolve("jre/processor"), "another\n");
        ScaleHostCommand command =
                new ScaleHostCommand(state, "http://127.0.0.1:1/", state, Optional.of(image), 4566);

        assertThat(command.line().getFirst())
                .isEqualTo(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    }

    @Test
    void refusesMachineWithoutPackagedAgent() throws Exception {
        try (ScaleMachines without = machines(Optional.empty())) {
            assertThatThrownBy(() -> without.start(spec(), () -> {}, () -> {}))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("--image DIR");
        }
    }

    private ScaleMachines machines() {
        return opened.orElseThrow();
    }

    private ScaleMachines machines(Optional<Path> agent) throws IOException {
        return ScaleMachines.open(
                ScaleDirectory.create(state, Optional.empty()),
                new EchoGuestServices(),
                state.resolve("server.json"),
                agent);
    }

    private void start() throws IOException {
        machines().start(spec(), () -> events.add("booted"), () -> events.add("ended"));
    }

    private static MachineSpec spec() {
        return spec(new byte[] {'#'}, Duration.ZERO);
    }

    private static MachineSpec spec(byte[] userData, Duration clockOffset) {
        return new MachineSpec(
                ID,
                "scale.micro",
                1L << 30,
                "ip-10-77-0-4",
                "10.77.0.4",
                "198.18.0.1",
                userData,
                clockOffset);
    }

    private ProcessHandle host() {
        return ProcessHandle.current()
                .descendants()
                .filter(it -> it.info().commandLine().orElse("").contains(image.toString()))
                .findFirst()
                .orElseThrow();
    }

    private static HttpResponse<String> get(String uri) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create(uri)).build(), BodyHandlers.ofString());
        }
    }
}
