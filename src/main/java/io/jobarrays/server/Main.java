package io.jobarrays.server;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.io.IOException;
import java.nio.file.Path;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/** Starts the control plane, with a database of its own where none is configured. */
@QuarkusMain
public class Main {
    private static final String JDBC_URL = "quarkus.datasource.jdbc.url";

    public static void main(String... args) throws IOException {
        Config config = ConfigProvider.getConfig();
        if (config.getOptionalValue(JDBC_URL, String.class).isPresent()) {
            Quarkus.run(args);
            return;
        }
        Path state =
                config.getOptionalValue("spawn.state-dir", Path.class)
                        .orElse(Path.of("target/dev-state"));
        EmbeddedDatabase database = new EmbeddedDatabase(state);
        System.setProperty(JDBC_URL, database.start());
        try {
            Quarkus.run(Waiting.class, args);
        } finally {
            System.clearProperty(JDBC_URL);
            database.stop();
        }
    }

    /** Runs until it is told to stop. */
    public static class Waiting implements QuarkusApplication {
        @Override
        public int run(String... args) {
            Quarkus.waitForExit();
            return 0;
        }
    }
}
