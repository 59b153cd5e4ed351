package io.jobarrays.agent.host;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Turns this machine off, and does not give up. */
public final class AgentPowerSwitch {
    private static final Logger LOG = Logger.getLogger(AgentPowerSwitch.class);
    public static final String POWEROFF_COMMAND = "shutdown -h now || poweroff";

    /** When an orderly end has had its time: services may take 90 s to stop. */
    private static final String FORCED_POWEROFF_COMMAND = "poweroff -f";

    private static final int MAX_ORDERLY_ATTEMPTS = 5;
    private static final Duration COMMAND_TIMEOUT = Duration.ofSeconds(30);

    private final String command;
    private final boolean ownsMachine;

    /**
     * @throws IllegalArgumentException when the machine's own command is to be used though the
     *     agent's files are not those of the machine: a test or a trial must not end its host
     */
    public AgentPowerSwitch(RootDirectory root, String command) {
        if (!root.isFileSystemRoot() && command.equals(POWEROFF_COMMAND)) {
            throw new IllegalArgumentException(
                    "spored.root is %s: set spored.poweroff too, or the host would be turned off"
                            .formatted(root.directory()));
        }
        this.command = command;
        this.ownsMachine = root.isFileSystemRoot();
    }

    /** Never returns but by interruption. */
    public void powerOff() throws InterruptedException {
        for (int attempt = 1; true; attempt++) {
            runCommand(
                    attempt > MAX_ORDERLY_ATTEMPTS && ownsMachine
                            ? FORCED_POWEROFF_COMMAND
                            : command);
            Thread.sleep(Duration.ofSeconds(10));
        }
    }

    /** A program that hangs is left behind: the next attempt does not wait for it. */
    private static void runCommand(String line) throws InterruptedException {
        try {
            Process process =
                    new ProcessBuilder("sh", "-c", line)
                            .redirectInput(Redirect.from(new java.io.File("/dev/null")))
                            .redirectErrorStream(true)
                            .redirectOutput(Redirect.INHERIT)
                            .start();
            if (!process.waitFor(COMMAND_TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            LOG.errorf("cannot turn this machine off: %s", e.getMessage());
        }
    }
}
