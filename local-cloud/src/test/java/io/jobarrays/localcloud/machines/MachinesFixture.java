package io.jobarrays.localcloud.machines;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.localcloud.base.GuestServices;
import io.jobarrays.localcloud.base.MachineSpec;
import io.jobarrays.localcloud.base.Machines;
import io.jobarrays.localcloud.machines.host.HostView;
import io.jobarrays.localcloud.machines.scale.ScaleDirectory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** Runs scripts in real machines and reads their consoles. */
final class MachinesFixture implements AutoCloseable {
    private static final AtomicInteger NUMBERS = new AtomicInteger();

    private final Machines machines;
    private final Map<String, CountDownLatch> ends = new ConcurrentHashMap<>();

    private MachinesFixture(Machines machines) {
        this.machines = machines;
    }

    static MachinesFixture open(Path state, Optional<Path> image, Path... hidden)
            throws IOException {
        return open(state, new EchoGuestServices(), image, hidden);
    }

    static MachinesFixture open(
            Path state, GuestServices guest, Optional<Path> image, Path... hidden)
            throws IOException {
        return open(state, guest, HostView.of(state, image, List.of(hidden)));
    }

    static MachinesFixture openWithShared(Path state, Path... shared) throws IOException {
        HostView host = HostView.of(state, Optional.empty(), List.of());
        return open(state, new EchoGuestServices(), host.withShared(List.of(shared)));
    }

    /** Machines that find the files of the directory in their /etc. */
    static MachinesFixture openWithEtc(Path state, Path etc) throws IOException {
        HostView host = HostView.of(state, Optional.empty(), List.of());
        return open(state, new EchoGuestServices(), host.withEtc(etc));
    }

    private static MachinesFixture open(Path state, GuestServices guest, HostView host)
            throws IOException {
        return of(
                MachinesFactory.open(
                        state,
                        ScaleDirectory.create(state, Optional.empty()),
                        guest,
                        state.resolve("server.json"),
                        host));
    }

    static MachinesFixture of(Machines machines) {
        return new MachinesFixture(machines);
    }

    Machines machines() {
        return machines;
    }

    MachineSpec spec(String userData) {
        int number = NUMBERS.incrementAndGet();
        return new MachineSpec(
                "i-%017x".formatted(number),
                "t3.micro",
                1L << 30,
                "ip-10-77-0-" + (10 + number),
                "10.77.0." + (10 + number),
                "54.1.0." + (10 + number),
                userData.getBytes(StandardCharsets.UTF_8),
                Duration.ZERO);
    }

    /** Starts a machine whose user data is the given lines for bash. */
    MachineSpec start(String... lines) throws IOException {
        MachineSpec spec = spec("#!/bin/bash\n" + String.join("\n", lines) + "\n");
        start(spec);
        return spec;
    }

    void start(MachineSpec spec) throws IOException {
        CountDownLatch end = new CountDownLatch(1);
        ends.put(spec.instanceId(), end);
        machines.start(spec, () -> {}, end::countDown);
    }

    /** Waits for the machine's end; returns its console. */
    String end(MachineSpec spec) throws InterruptedException {
        CountDownLatch end = ends.getOrDefault(spec.instanceId(), new CountDownLatch(0));
        assertThat(end.await(20, TimeUnit.SECONDS))
                .as(() -> "machine ended; console: " + console(spec))
                .isTrue();
        return console(spec);
    }

    /** Runs the lines in a new machine that powers off after them; returns its console. */
    String run(String... lines) throws IOException, InterruptedException {
        return end(start(String.join("\n", lines), "poweroff"));
    }

    String console(MachineSpec spec) {
        return machines.console(spec.instanceId());
    }

    /** Whether the file exists in the running machine. */
    boolean has(MachineSpec spec, String path) {
        return processesWith("local-cloud/init " + spec.instanceId())
                .anyMatch(init -> Files.exists(Path.of("/proc/" + init.pid() + "/root" + path)));
    }

    /** Descendant processes, also in a VPC, whose command line contains the text. */
    Stream<ProcessHandle> processesWith(String text) {
        return ProcessHandle.current()
                .descendants()
                .filter(it -> it.info().commandLine().orElse("").contains(text));
    }

    @Override
    public void close() {
        machines.close();
    }
}
