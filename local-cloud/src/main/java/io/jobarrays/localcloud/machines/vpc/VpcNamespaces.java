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
 * Namespaces above those of all instances, held by one process that ends with this one; see vpc.sh.
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
     * @param socket socket of the {@code ServiceRelay}, mounted in the VPC as {@code relay.sock}
     * @throws IOException when the kernel refuses the namespaces or a program is missing
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
            BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
            VpcNamespaces vpc =
                    new VpcNamespaces(
                            process, host, directory, Long.parseLong(awaitLine(output, "pid")));
            IdMapWriter.write(vpc.pid);
            vpc.signalContinue();
            awaitLine(output, "mounted");
            vpc.writeFiles();
            vpc.signalContinue();
            awaitLine(output, "network");
            RelayProcess relay = RelayProcess.start(vpc);
            awaitLine(output, "ready");
            relay.awaitReady();
            relay.keepAlive(vpc);
            return vpc;
        } catch (IOException | RuntimeException e) {
            process.destroyForcibly();
            throw e;
        }
    }

    /** Directory of the scripts and disks inside the VPC. */
    public Path directory() {
        return directory;
    }

    /** Path for this process to a file of the VPC. */
    public Path fromHost(Path path) {
        return Path.of("/proc/" + pid + "/root" + path);
    }

    public long pid() {
        return pid;
    }

    /** Command that runs as root of the VPC and ends with the VPC. */
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

    /**
     * Runs one of the VPC's scripts as root of the VPC.
     *
     * @param subject what the script changes; begins the message of a failure
     * @throws IOException when the script fails, with its output
     */
    public void runScript(String subject, String name, String... arguments) throws IOException {
        Stream<String> shell = Stream.of("sh", directory.resolve(name).toString());
        run(subject, Stream.concat(shell, Stream.of(arguments)).toList());
    }

    /**
     * Runs a command as root of the VPC.
     *
     * @throws IOException when it fails, with its output
     */
    void run(String subject, List<String> words) throws IOException {
        Process script = command(words).start();
        script.getOutputStream().close();
        String output = new String(script.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (script.waitFor() != 0) {
                throw new IOException(subject + ": " + output.strip());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /**
     * Starts a new session, so that the user's terminal and its signals do not reach the command.
     */
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

    /** Ends every process in the VPC; mounts and links end with its namespaces. */
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

    /** Directory to mount the VPC's files on; none of the mounted host directories is below it. */
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
        Path inside = fromHost(directory);
        MachineScripts.writeVpcScripts(inside);
        Files.write(inside.resolve("hidden"), host.hidden().stream().map(Path::toString).toList());
        Files.write(inside.resolve("shown"), host.shown().stream().map(Path::toString).toList());
        Files.write(inside.resolve("shared"), host.shared().stream().map(FstabPath::of).toList());
        Files.writeString(inside.resolve("etc-source"), host.etc().toString());
        Files.writeString(inside.resolve("image"), host.image().map(Path::toString).orElse(""));
    }

    private static String awaitLine(BufferedReader output, String keyword) throws IOException {
        List<String> lines = new ArrayList<>();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.equals(keyword) || line.startsWith(keyword + " ")) {
                return line.substring(keyword.length()).strip();
            }
            lines.add(line);
        }
        throw new IOException(String.join("; ", lines));
    }
}
