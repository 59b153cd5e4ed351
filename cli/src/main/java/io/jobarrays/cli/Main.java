package io.jobarrays.cli;

import io.jobarrays.cli.base.Terminal;

/** The program {@code spawn}. */
public final class Main {
    private Main() {}

    public static void main(String... args) {
        int exitCode = Spawn.run(Terminal.ofThisProcess(), args);
        System.exit(exitCode);
    }
}
