package io.jobarrays.cli;

import io.jobarrays.cli.base.Terminal;
import java.util.Locale;

/** The program {@code spawn}. */
public final class Main {
    private Main() {}

    public static void main(String... args) {
        // Digits of addresses and messages must not depend on the user's language.
        Locale.setDefault(Locale.ROOT);
        int exitCode = Spawn.run(Terminal.ofThisProcess(), args);
        System.exit(exitCode);
    }
}
