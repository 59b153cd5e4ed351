package io.jobarrays.server.database;

import io.jobarrays.server.problems.StorageFailure;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Consumer;
import org.eclipse.microprofile.config.Config;

/** Waits at the start for a configured database, which may start later than this server. */
public final class DatabaseWait {
    private static final String SUBPROTOCOL = "jdbc:postgresql:";
    private static final String SOURCE = "quarkus.datasource.";
    private static final Duration RETRY_INTERVAL = Duration.ofSeconds(1);
    private static final String CONNECT_TIMEOUT_SECONDS = "5";

    private final String url;
    private final Properties properties = new Properties();
    private final Consumer<String> progress;

    /**
     * @param progress receives a sentence when the wait begins, and when its reason changes
     */
    public DatabaseWait(String url, Config config, Consumer<String> progress) {
        this.url = url;
        this.progress = progress;
        config.getOptionalValue(SOURCE + "username", String.class)
                .ifPresent(it -> properties.setProperty("user", it));
        config.getOptionalValue(SOURCE + "password", String.class)
                .ifPresent(it -> properties.setProperty("password", it));
        properties.setProperty("connectTimeout", CONNECT_TIMEOUT_SECONDS);
        properties.setProperty("socketTimeout", CONNECT_TIMEOUT_SECONDS);
    }

    /**
     * Returns when the database answers.
     *
     * @return reason why it will never permit this server, as a wrong password; empty otherwise
     */
    public Optional<String> untilReachable() throws InterruptedException {
        if (!url.startsWith(SUBPROTOCOL)) {
            return Optional.of("%s is not a URL of PostgreSQL".formatted(place()));
        }
        String reported = "";
        while (true) {
            try {
                DriverManager.getConnection(url, properties).close();
                return Optional.empty();
            } catch (SQLException e) {
                String reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
                if (StorageFailure.of(e).isEmpty()) {
                    return Optional.of(
                            "the database %s refuses this server: %s".formatted(place(), reason));
                }
                if (!reason.equals(reported)) {
                    progress.accept("waiting for the database %s: %s".formatted(place(), reason));
                    reported = reason;
                }
            }
            // A database that begins to answer announces itself in no other way.
            Thread.sleep(RETRY_INTERVAL);
        }
    }

    /** The parameters may have a password. */
    private String place() {
        return url.split("\\?", 2)[0];
    }
}
