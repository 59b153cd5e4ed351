package io.jobarrays.agent.host;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Powers this machine off with a shell command; retries until it succeeds. */
public final class AgentPowerSwitch implements PowerSwitch {
    private static final Logger LOG = Logger.getLogger(AgentPowerSwitch.class);
    public static final String POWEROFF_COMMAND = "shutdown -h now || poweroff";

    /** Used after {@link #MAX_ORDERLY_ATTEMPTS}; services may take 90 s to stop. */
    private static final String FORCED_POWEROFF_COMMAND = "poweroff -f";

    private static final int MAX_ORDERLY_ATTEMPTS = 5;
    private static final Duration COMMAND_TIMEOUT = Duration.ofSeconds(30);

    private final String command;
    private final boolean ownsMachine;

    /**
     * @throws IllegalArgumentException for the default command with a root other than /: a test
     *     must not power its host off
     */
    public AgentPowerSwitch(RootDirectory root, String command) {
        if (!root.isFileSystemRoot() && command.equals(POWEROFF_COMMAND)) {
            throw new IllegalArgumentException(
                    "spored.root is %s: set spored.poweroff too, or the host would be powered off"
                            .formatted(root.directory()));
        }
        this.command = command;
        this.ownsMachine = root.isFileSystemRoot();
    }

    @Override
    public void powerOff() throws InterruptedException {
        for (int attempt = 1; true; attempt++) {
            runCommand(
                    attempt > MAX_ORDERLY_ATTEMPTS && ownsMachine
                            ? FORCED_POWEROFF_COMMAND
                            : command);
            Thread.sleep(Duration.ofSeconds(10));
        }
    }

    /** Kills a command that exceeds the timeout. */
    private static void runCommand(String commandLine) throws InterruptedException {
        try {
            Process process =
                    new ProcessBuilder("sh", "-c", commandLine)
                            .redirectInput(Redirect.from(new File("/dev/null")))
                            .redirectErrorStream(true)
                            .redirectOutput(Redirect.INHERIT)
                            .start();
            if (!process.waitFor(COMMAND_TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            LOG.errorf("cannot power this machine off: %s", e.getMessage());
        }
    }
}
