package io.jobarrays.localcloud.machines.vpc;

import io.jobarrays.localcloud.machines.host.HostView;
import io.jobarrays.localcloud.machines.scripts.MachineScripts;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The namespaces all instances live under, held by one process that ends with this one: see vpc.sh.
 */
public final class VpcNamespaces implements AutoCloseable {
    private final Process process;
    private final HostView host;
    private final Path directory;
    private final long pid;
    private volatile boolean closing;

    private VpcNamespaces(Process process, HostView host, Path directory, long pid) {
        this.process = process;
        this.host = host;
        this.directory = directory;
        this.pid = pid;
    }

    /**
     * @param socket the switchboard's, mounted inside as {@code relay.sock}
     * @throws IOException when the kernel or a missing program stands against it
     */
    public static VpcNamespaces open(HostView host, Path socket) throws IOException {
        Path directory = mountPoint(host);
        Process process =
                builder(
                                host,
                                Stream.of(
                                        "unshare",
                                        "--user",
                                        "--net",
                                        "--mount",
                                        "--pid",
                                        "--fork",
                                        "--kill-child",
                                        "sh",
                                        "-c",
                                        MachineScripts.text("vpc.sh"),
                                        "vpc.sh",
                                        directory.toString(),
                                        socket.toString()))
                        .start();
        try {
            BufferedReader said = process.inputReader(StandardCharsets.UTF_8);
            VpcNamespaces vpc =
                    new VpcNamespaces(
                            process, host, directory, Long.parseLong(awaitLine(said, "pid")));
            IdMapWriter.write(vpc.pid);
            vpc.signalContinue();
            awaitLine(said, "mounted");
            vpc.writeFiles();
            vpc.signalContinue();
            awaitLine(said, "network");
            RelayProcess relay = RelayProcess.start(vpc);
            awaitLine(said, "ready");
            relay.awaitReady();
            relay.keepAlive(vpc);
            return vpc;
        } catch (IOException | RuntimeException e) {
            process.destroyForcibly();
            throw e;
        }
    }

    /** Where inside the VPC its files are. */
    public Path directory() {
        return directory;
    }

    public long pid() {
        return pid;
    }

    /** A command that runs as root of the VPC, and ends with it. */
    public ProcessBuilder command(List<String> command) {
        Stream<String> enter =
                Stream.of(
                        "nsenter",
                        "--target",
                        Long.toString(pid),
                        "--user",
                        "--preserve-credentials",
                        "--mount",
                        "--net",
                        "--pid",
                        "--");
        return builder(host, Stream.concat(enter, command.stream()));
    }

    /** In a session of its own: no terminal of the user's, no signal typed there. */
    private static ProcessBuilder builder(HostView host, Stream<String> command) {
        ProcessBuilder builder =
                new ProcessBuilder(Stream.concat(Stream.of("setsid"), command).toList());
        builder.environment().clear();
        builder.environment().putAll(host.environment());
        return builder.redirectErrorStream(true);
    }

    public boolean isOpen() {
        return process.isAlive() && !closing;
    }

    /** Ends every process in the VPC, and with them all it was made of. */
    @Override
    public void close() {
        closing = true;
        try {
            process.outputWriter().close();
        } catch (IOException e) {
            process.destroyForcibly();
        }
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    /** A directory to cover that nothing we mount lies below. */
    private static Path mountPoint(HostView host) throws IOException {
        return Stream.of("/mnt", "/media", "/srv", "/dev/shm")
                .map(Path::of)
                .filter(Files::isDirectory)
                .filter(d -> host.mountedDirectories().noneMatch(s -> s.startsWith(d)))
                .findFirst()
                .orElseThrow(() -> new IOException("none of /mnt, /media, /srv, /dev/shm is free"));
    }

    private void signalContinue() throws IOException {
        process.outputWriter().append("go\n").flush();
    }

    private void writeFiles() throws IOException {
        Path inside = Path.of("/proc/" + pid + "/root" + directory);
        MachineScripts.writeVpcScripts(inside);
        Files.write(inside.resolve("hidden"), host.hidden().stream().map(Path::toString).toList());
        Files.write(inside.resolve("shown"), host.shown().stream().map(Path::toString).toList());
        Files.writeString(inside.resolve("image"), host.image().map(Path::toString).orElse(""));
    }

    private static String awaitLine(BufferedReader said, String word) throws IOException {
        List<String> lines = new ArrayList<>();
        for (String line = said.readLine(); line != null; line = said.readLine()) {
            if (line.equals(word) || line.startsWith(word + " ")) {
                return line.substring(word.length()).strip();
            }
            lines.add(line);
        }
        throw new IOException(String.join("; ", lines));
    }
}
