package io.jobarrays.agent.status;

import io.jobarrays.agent.host.BootRecord;
import io.jobarrays.agent.host.RootDirectory;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Locale;

/** {@code spored status}: prints the status of this machine's agent. */
final class AgentStatusCommand {
    private static final int EXIT_HEALTHY = 0;
    private static final int EXIT_UNHEALTHY = 1;
    private static final int EXIT_NOT_RUNNING = 3;

    private AgentStatusCommand() {}

    /** Reads the root directory from {@code SPORED_ROOT}, as the agent does. */
    public static void main(String[] arguments) throws IOException {
        Locale.setDefault(Locale.ROOT);
        Path root = Path.of(System.getenv().getOrDefault("SPORED_ROOT", "/"));
        System.exit(run(new RootDirectory(root), Instant.now(), System.out));
    }

    /** Prints the status and returns the exit code of the program. */
    static int run(RootDirectory root, Instant now, PrintStream out) throws IOException {
        if (!BootRecord.isAgentRunning(root)) {
            out.println("no spored runs on this machine");
            return EXIT_NOT_RUNNING;
        }
        try {
            AgentStatus status = AgentStatus.read(root);
            out.print(status.format(now));
            return status.problem(now).isEmpty() ? EXIT_HEALTHY : EXIT_UNHEALTHY;
        } catch (NoSuchFileException e) {
            out.println("spored has just started and has not written its status yet");
            return EXIT_UNHEALTHY;
        } catch (DateTimeException e) {
            out.printf("%s cannot be read: %s%n", AgentStatus.file(root), e.getMessage());
            return EXIT_UNHEALTHY;
        }
    }
}
