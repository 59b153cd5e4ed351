package io.jobarrays.server;

import io.jobarrays.contract.Refusal;
import io.jobarrays.server.background.HeapExhaustion;
import io.jobarrays.server.caller.TrustedProxies;
import io.jobarrays.server.database.DatabaseWait;
import io.jobarrays.server.database.EmbeddedDatabase;
import io.jobarrays.server.failpoints.Failpoints;
import io.jobarrays.server.net.NotifySettings;
import io.jobarrays.server.problems.Refused;
import io.quarkus.runtime.ApplicationLifecycleManager;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;
import jakarta.enterprise.inject.spi.CDI;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Entry point of the control plane; starts an embedded database where none is configured, and exits
 * with 1 when another control plane uses the state directory, with 2 when its settings are refused.
 */
@QuarkusMain
public class Main {
    private static final String JDBC_URL = "quarkus.datasource.jdbc.url";
    private static final Duration SHUTDOWN_TIMEOUT = Duration.ofSeconds(20);
    private static final int USAGE_EXIT_CODE = 2;

    public static void main(String... args) throws IOException {
        // Digits of SQL, addresses and protocols must not depend on the user's language.
        Locale.setDefault(Locale.ROOT);
        CountDownLatch stopped = new CountDownLatch(1);
        if (!DevMode.isReload(stopped)) {
            prepare(ConfigProvider.getConfig(), stopped);
        }
        Quarkus.run(UntilShutdown.class, (code, cause) -> exit(stopped, code, cause), args);
    }

    /** What a process does once, before its first run of the application. */
    private static void prepare(Config config, CountDownLatch stopped) throws IOException {
        HeapExhaustion.watch();
        SecretFilesSource.objection(System.getenv()).ifPresent(Main::refuse);
        Path stateDirectory = config.getValue("spawn.state-dir", Path.class);
        // In dev mode the local cloud starts with the application.
        if (!DevMode.isOn()) {
            CloudEndpoints.objection(config).ifPresent(Main::refuse);
        }
        LimitFactor.objection(config).ifPresent(Main::refuse);
        TrustedProxies.objection(config).ifPresent(Main::refuse);
        AgentAuthorities.objection(config).ifPresent(Main::refuse);
        NotifySettings.objection(config).ifPresent(Main::refuse);
        RetentionLimits.objection(config).ifPresent(Main::refuse);
        TraceCollector.objection(config).ifPresent(Main::refuse);
        TraceCollector.apply(config);
        config.getOptionalValue("spawn.failpoints", String.class).ifPresent(Main::arm);
        // Before the database is touched: it may be the one of a control plane that is running.
        StateDirectoryLock lock = lock(stateDirectory);
        Optional<String> configured = config.getOptionalValue(JDBC_URL, String.class);
        // Before the shutdown hook, which waits for the end of a run: a signal ends the wait.
        configured.ifPresent(url -> awaitDatabase(url, config));
        Optional<EmbeddedDatabase> database =
                configured.isPresent()
                        ? Optional.empty()
                        : Optional.of(new EmbeddedDatabase(stateDirectory));
        Path serverFile = ServerFile.in(stateDirectory);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(database, serverFile, lock)));
        if (database.isPresent()) {
            System.setProperty(JDBC_URL, start(database.get(), stopped));
        }
    }

    private static void arm(String setting) {
        try {
            Failpoints.arm(setting);
        } catch (Refusal refusal) {
            refuse(refusal.sentence());
        }
    }

    private static void refuse(String sentence) {
        System.err.println("spawn: " + sentence);
        System.exit(USAGE_EXIT_CODE);
    }

    private static StateDirectoryLock lock(Path stateDirectory) throws IOException {
        try {
            return StateDirectoryLock.acquire(stateDirectory);
        } catch (Refused refused) {
            System.err.println("spawn: " + refused.getMessage());
            System.exit(1);
            throw refused;
        }
    }

    private static void awaitDatabase(String url, Config config) {
        try {
            new DatabaseWait(url, config, sentence -> System.err.println("spawn: " + sentence))
                    .untilReachable()
                    .ifPresent(Main::fail);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void fail(String sentence) {
        System.err.println("spawn: " + sentence);
        System.exit(1);
    }

    private static String start(EmbeddedDatabase database, CountDownLatch stopped)
            throws IOException {
        try {
            return database.start();
        } catch (IOException failed) {
            System.err.println("spawn: the database does not start: " + failed.getMessage());
            stopped.countDown();
            System.exit(1);
            throw failed;
        }
    }

    /** Shutdown hooks run in parallel, and the server uses the database until it has stopped. */
    private static void stop(
            Optional<EmbeddedDatabase> database, Path serverFile, StateDirectoryLock lock) {
        try (lock) {
            DevMode.awaitEnd(SHUTDOWN_TIMEOUT);
            Files.deleteIfExists(serverFile);
            if (database.isPresent()) {
                database.get().stop();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void exit(CountDownLatch stopped, int code, @Nullable Throwable cause) {
        stopped.countDown();
        if (DevMode.isOn()) {
            // It waits for a change of the sources.
            ApplicationLifecycleManager.getDefaultExitCodeHandler().accept(code, cause);
            return;
        }
        if (cause != null) {
            Logger.getLogger(Main.class).error("the control plane could not start", cause);
        }
        if (cause != null || code != 0) {
            System.exit(Math.max(code, 1));
        }
    }

    /** Application that runs until Quarkus shuts down. */
    public static class UntilShutdown implements QuarkusApplication {
        @Override
        public int run(String... args) {
            Quarkus.waitForExit();
            CDI.current()
                    .getBeanManager()
                    .getEvent()
                    .select(ServerStopping.class)
                    .fire(new ServerStopping());
            return 0;
        }
    }
}
