package io.jobarrays.server;

import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.vertx.http.HttpServerStart;
import io.quarkus.vertx.http.HttpsServerStart;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.ObservesAsync;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.eclipse.microprofile.config.ConfigProvider;

/** File {@code server.json}: URL and process id of this control plane, for CLI and local cloud. */
@ApplicationScoped
public class ServerFile {
    private final Path file;
    private volatile Optional<String> http = Optional.empty();
    private volatile Optional<String> https = Optional.empty();

    public ServerFile(SpawnConfig config) {
        this.file = in(config.stateDir());
    }

    static Path in(Path stateDirectory) {
        return stateDirectory.resolve("server.json");
    }

    void listening(@ObservesAsync HttpServerStart started) throws IOException {
        http = Optional.of(url("http", started.options().getHost(), port("port")));
        write();
    }

    void listeningWithTls(@ObservesAsync HttpsServerStart started) throws IOException {
        https = Optional.of(url("https", started.options().getHost(), port("ssl-port")));
        write();
    }

    /** URL on this machine; empty without a port for TLS, and until it is open. */
    public Optional<String> httpsUrl() {
        return https;
    }

    private synchronized void write() throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Path temporary =
                Files.createTempFile(
                        file.toAbsolutePath().getParent(),
                        "server",
                        ".json",
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")));
        Files.writeString(
                temporary,
                """
                {"url":"%s"%s,"pid":%d,"version":"%s"}
                """
                        .formatted(
                                http.or(() -> https).orElseThrow(),
                                https.map(",\"https_url\":\"%s\""::formatted).orElse(""),
                                ProcessHandle.current().pid(),
                                ConfigProvider.getConfig()
                                        .getOptionalValue(
                                                "quarkus.application.version", String.class)
                                        .orElse("unknown")));
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /**
     * A live reload keeps the HTTP server and fires no event for it, so the file stays until the
     * process ends.
     */
    void stopped(@Observes ShutdownEvent event) throws IOException {
        if (LaunchMode.current() != LaunchMode.DEVELOPMENT) {
            Files.deleteIfExists(file);
        }
    }

    private static String url(String scheme, String bound, int port) {
        return "%s://%s:%d".formatted(scheme, host(bound), port);
    }

    /** Programs of this machine reach a server that listens on all its addresses by this one. */
    private static String host(String bound) {
        return bound.equals("0.0.0.0") ? "127.0.0.1" : bound;
    }

    /** The actual port, also when port 0 is configured. */
    private static int port(String kind) {
        String key =
                LaunchMode.current() == LaunchMode.TEST
                        ? "quarkus.http.test-" + kind
                        : "quarkus.http." + kind;
        return ConfigProvider.getConfig().getValue(key, Integer.class);
    }
}
