package io.jobarrays.agent.host;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Turns this machine off, and does not give up. */
public final class AgentPowerSwitch {
    private static final Logger LOG = Logger.getLogger(AgentPowerSwitch.class);
    public static final String COMMAND = "shutdown -h now || poweroff";

    /** When an orderly end has had its time: services may take 90 s to stop. */
    private static final String FORCED = "poweroff -f";

    private static final int ORDERLY = 5;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final String command;
    private final boolean machine;

    /**
     * @throws IllegalArgumentException when the machine's own command is to be used though the
     *     agent's files are not those of the machine: a test or a trial must not end its host
     */
    public AgentPowerSwitch(RootDirectory root, String command) {
        if (!root.isMachine() && command.equals(COMMAND)) {
            throw new IllegalArgumentException(
                    "spored.root is %s: set spored.poweroff too, or the host would be turned off"
                            .formatted(root.directory()));
        }
        this.command = command;
        this.machine = root.isMachine();
    }

    /** Never returns but by interruption. */
    public void off() throws InterruptedException {
        for (int attempt = 1; true; attempt++) {
            run(attempt > ORDERLY && machine ? FORCED : command);
            Thread.sleep(Duration.ofSeconds(10));
        }
    }

    /** A program that hangs is left behind: the next attempt does not wait for it. */
    private static void run(String line) throws InterruptedException {
        try {
            Process process =
                    new ProcessBuilder("sh", "-c", line)
                            .redirectInput(Redirect.from(new java.io.File("/dev/null")))
                            .redirectErrorStream(true)
                            .redirectOutput(Redirect.INHERIT)
                            .start();
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            LOG.errorf("cannot turn this machine off: %s", e.getMessage());
        }
    }
}
