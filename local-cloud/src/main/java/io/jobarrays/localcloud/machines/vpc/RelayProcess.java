package io.jobarrays.localcloud.machines.vpc;

import io.jobarrays.localcloud.base.ConsoleLog;
import io.jobarrays.localcloud.machines.relay.Relay;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Process of the {@link Relay}: a small JVM in the VPC that ends with the VPC. */
public record RelayProcess(Process process, BufferedReader output) {
    /** Java launcher of the JDK of this process. */
    public static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

    static RelayProcess start(VpcNamespaces vpc) throws IOException {
        Process process =
                vpc.command(
                                List.of(
                                        JAVA.toString(),
                                        "-Xmx32m",
                                        "-XX:+ExitOnOutOfMemoryError",
                                        "-XX:+UseSerialGC",
                                        "-XX:TieredStopAtLevel=1",
                                        "-XX:-UsePerfData",
                                        "-cp",
                                        Relay.CLASSES.toString(),
                                        Relay.class.getName(),
                                        vpc.directory().resolve("relay.sock").toString()))
                        .start();
        return new RelayProcess(process, process.inputReader(StandardCharsets.UTF_8));
    }

    void awaitReady() throws IOException {
        String line = output.readLine();
        if (!"ready".equals(line)) {
            process.destroyForcibly();
            throw new IOException("the relay did not start: " + line);
        }
    }

    /** Logs the relay's output; restarts the relay if it ends before the VPC. */
    void keepAlive(VpcNamespaces vpc) {
        Thread.ofPlatform().name("relay").daemon().start(() -> watch(vpc));
    }

    private void watch(VpcNamespaces vpc) {
        output.lines().forEach(ConsoleLog::line);
        if (!vpc.isOpen()) {
            return;
        }
        ConsoleLog.line("the relay has ended; restarting it");
        try {
            RelayProcess next = start(vpc);
            next.awaitReady();
            next.keepAlive(vpc);
        } catch (IOException e) {
            ConsoleLog.failure("instances cannot reach metadata or control plane", e);
        }
    }
}
