package io.jobarrays.server;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Starts the control plane, with a database of its own where none is configured. */
@QuarkusMain
public class Main {
    private static final String JDBC_URL = "quarkus.datasource.jdbc.url";
    private static final int SHUTDOWN_TIMEOUT_SECONDS = 20;

    public static void main(String... args) throws IOException {
        Config config = ConfigProvider.getConfig();
        if (config.getOptionalValue(JDBC_URL, String.class).isPresent()) {
            Quarkus.run(UntilShutdown.class, args);
            return;
        }
        Path state =
                config.getOptionalValue("spawn.state-dir", Path.class)
                        .orElse(Path.of("target/dev-state"));
        EmbeddedDatabase database = new EmbeddedDatabase(state);
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(new Thread(() -> stopDatabaseAfter(stopped, database)));
        System.setProperty(JDBC_URL, database.start());
        Quarkus.run(UntilShutdown.class, (code, cause) -> exit(stopped, code, cause), args);
    }

    /** Hooks run all at once: the database has to wait for the server that uses it. */
    private static void stopDatabaseAfter(CountDownLatch stopped, EmbeddedDatabase database) {
        try {
            stopped.await(SHUTDOWN_TIMEOUT_SECONDS, TimeUnit.SECONDS);
            database.stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void exit(CountDownLatch stopped, int code, @Nullable Throwable cause) {
        stopped.countDown();
        if (cause != null) {
            Logger.getLogger(Main.class).error("the control plane could not start", cause);
        }
        if (cause != null || code != 0) {
            System.exit(Math.max(code, 1));
        }
    }

    /** Runs until it is told to stop. */
    public static class UntilShutdown implements QuarkusApplication {
        @Override
        public int run(String... args) {
            Quarkus.waitForExit();
            return 0;
        }
    }
}
