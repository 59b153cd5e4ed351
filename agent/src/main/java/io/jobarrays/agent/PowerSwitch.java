package io.jobarrays.agent;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Turns this machine off, and does not give up. */
final class PowerSwitch {
    private static final Logger LOG = Logger.getLogger(PowerSwitch.class);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final String command;

    /**
     * @throws IllegalArgumentException when the machine's own command is to be used though the
     *     agent's files are not those of the machine: a test or a trial must not end its host
     */
    PowerSwitch(Root root, String command) {
        if (!root.isMachine() && command.equals(TimeToLive.POWER_OFF)) {
            throw new IllegalArgumentException(
                    "spored.root is %s: set spored.poweroff too, or the host would be turned off"
                            .formatted(root.directory()));
        }
        this.command = command;
    }

    /** Never returns but by interruption. */
    void off() throws InterruptedException {
        while (true) {
            try {
                Process process =
                        new ProcessBuilder("sh", "-c", command)
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
            Thread.sleep(Duration.ofSeconds(10));
        }
    }
}
