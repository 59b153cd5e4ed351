package io.jobarrays.cli.remote;

import io.jobarrays.cli.json.JsonValue;
import io.jobarrays.contract.ExitReason;
import org.jspecify.annotations.Nullable;

/**
 * Outcome of a session.
 *
 * @param exit {@link ExitReason} as text
 * @param problem reason why the session failed to start or was interrupted
 */
record SessionEnd(String exit, @Nullable String problem) {
    private static final int EXIT_FAILED = 1;
    private static final int EXIT_SIGNAL_BASE = 128;

    static SessionEnd of(JsonValue frame) {
        String exit = frame.text("exit").orElse(ExitReason.Plain.NOT_STARTED.toString());
        return new SessionEnd(exit, frame.text("problem").orElse(null));
    }

    /** Exit code as a shell reports it. */
    int exitCode() {
        return switch (ExitReason.parse(exit)) {
            case ExitReason.Exit code -> code.code();
            case ExitReason.Signal signal -> EXIT_SIGNAL_BASE + signal.number();
            case ExitReason.LaunchFailed none -> EXIT_FAILED;
            case ExitReason.Plain none -> EXIT_FAILED;
        };
    }

    /** Whether the program ended with an exit code or by a signal. */
    boolean programExited() {
        return problem == null && exit.matches("(EXIT|SIGNAL)_\\d+");
    }

    /** Text for the user. */
    String description() {
        return problem == null ? exit : problem;
    }
}
