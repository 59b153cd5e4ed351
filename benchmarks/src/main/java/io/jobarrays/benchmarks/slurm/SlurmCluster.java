package io.jobarrays.benchmarks.slurm;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.commons.io.FileUtils;

/** Slurm with one node on loopback: three daemons in a temporary directory, ended by its user. */
public final class SlurmCluster implements AutoCloseable {
    /** Lets Slurm look for tasks that may begin as often as it can; the default is once in 3 s. */
    public static final String AT_ONCE =
            "SchedulerParameters=batch_sched_delay=0,sched_interval=1,default_queue_depth=10000";

    private static final int KEY_BYTES = 128;
    private static final Duration START_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration END_TIMEOUT = Duration.ofSeconds(15);
    private static final Duration POLL_INTERVAL = Duration.ofMillis(200);
    private static final String MUNGE_USER = "munge";
    private static final String ROOT = "root";

    private final SlurmPrograms programs;
    private final SlurmConfig config;
    private final List<Process> daemons = new ArrayList<>();
    private final Thread shutdownHook = new Thread(this::end);

    private SlurmCluster(SlurmPrograms programs, SlurmConfig config) {
        this.programs = programs;
        this.config = config;
    }

    /**
     * Starts the daemons and waits until the node takes tasks.
     *
     * @param slots tasks that run at the same time
     * @param parent directory for the files of daemons and tasks
     * @param scheduler line of the configuration about its scheduler; empty: the defaults
     * @throws IOException when they do not start
     */
    public static SlurmCluster start(
            SlurmPrograms programs, int slots, Path parent, String scheduler)
            throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory(parent, "slurm-benchmark");
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        SlurmConfig config =
                new SlurmConfig(
                        directory,
                        InetAddress.getLocalHost().getHostName(),
                        freePort(),
                        freePort(),
                        slots,
                        System.getProperty("user.name"),
                        scheduler);
        SlurmCluster cluster = new SlurmCluster(programs, config);
        Runtime.getRuntime().addShutdownHook(cluster.shutdownHook);
        try {
            cluster.start();
            return cluster;
        } catch (IOException | InterruptedException | RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    public SlurmJobs jobs() {
        return new SlurmJobs(programs, config);
    }

    /** What differs from Slurm's defaults. */
    public static String settings() {
        return SlurmConfig.NAMED;
    }

    /** Ends all tasks and daemons, and deletes their files. */
    @Override
    public void close() {
        end();
        try {
            Runtime.getRuntime().removeShutdownHook(shutdownHook);
        } catch (IllegalStateException shutdown) {
            // The hook is running.
        }
    }

    private void start() throws IOException, InterruptedException {
        Files.createDirectories(config.directory().resolve("state"));
        Files.createDirectories(config.directory().resolve("spool"));
        Files.writeString(config.file(), config.text());
        startMunge();
        daemon("slurmctld", "-D", "-f", config.file().toString());
        daemon("slurmd", "-D", "-f", config.file().toString());
        Instant end = Instant.now().plus(START_TIMEOUT);
        while (!jobs().isNodeIdle()) {
            if (Instant.now().isAfter(end) || !daemons.stream().allMatch(Process::isAlive)) {
                throw new IOException(
                        "Slurm's node is not idle after %s; slurmctld says: %s"
                                .formatted(START_TIMEOUT, log("slurmctld")));
            }
            Thread.sleep(POLL_INTERVAL);
        }
    }

    private void startMunge() throws IOException, InterruptedException {
        Path munge = Files.createDirectories(config.directory().resolve("munge"));
        Path key = mungeKey(munge);
        List<String> command = new ArrayList<>();
        if (System.getProperty("user.name").equals(ROOT)) {
            giveToMunge(munge, key);
            command.addAll(List.of("setpriv", "--reuid", MUNGE_USER, "--regid", MUNGE_USER));
            command.add("--clear-groups");
        }
        command.addAll(
                List.of(
                        programs.path("munged"),
                        "--foreground",
                        "--force",
                        "--socket=" + config.mungeSocket(),
                        "--key-file=" + key,
                        "--pid-file=" + munge.resolve("pid"),
                        "--log-file=" + munge.resolve("log"),
                        "--seed-file=" + munge.resolve("seed")));
        daemon("munged", command);
        Instant end = Instant.now().plus(START_TIMEOUT);
        while (!Files.exists(config.mungeSocket()) && Instant.now().isBefore(end)) {
            Thread.sleep(POLL_INTERVAL);
        }
    }

    private static Path mungeKey(Path munge) throws IOException {
        Path key = munge.resolve("key");
        byte[] random = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(random);
        Files.write(key, random);
        Files.setPosixFilePermissions(munge, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("r--------"));
        return key;
    }

    /** As Debian does: by a user of its own. */
    private static void giveToMunge(Path munge, Path key) throws IOException {
        UserPrincipal user =
                munge.getFileSystem()
                        .getUserPrincipalLookupService()
                        .lookupPrincipalByName(MUNGE_USER);
        Files.setOwner(munge, user);
        Files.setOwner(key, user);
    }

    private void daemon(String name, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(programs.path(name)));
        command.addAll(List.of(arguments));
        daemon(name, command);
    }

    private void daemon(String name, List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("SLURM_CONF", config.file().toString());
        Path output = config.directory().resolve(name + ".out");
        daemons.add(builder.redirectOutput(output.toFile()).start());
    }

    private String log(String name) throws IOException {
        Path output = config.directory().resolve(name + ".out");
        return Files.exists(output) ? Files.readString(output).strip() : "nothing";
    }

    /** The daemons in the opposite order, so that none waits for another one. */
    private void end() {
        cancelTasks();
        try {
            for (Process daemon : daemons.reversed()) {
                daemon.destroy();
                if (!daemon.waitFor(END_TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
                    daemon.destroyForcibly();
                }
            }
            daemons.clear();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        LeftProcesses.end(config);
        FileUtils.deleteQuietly(config.directory().toFile());
    }

    private void cancelTasks() {
        try {
            if (daemons.size() > 1) {
                jobs().cancelAll();
            }
        } catch (IOException e) {
            System.err.println("benchmark: tasks of Slurm are killed: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
