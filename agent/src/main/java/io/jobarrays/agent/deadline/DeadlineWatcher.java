package io.jobarrays.agent.deadline;

import io.jobarrays.agent.host.AgentPowerSwitch;
import io.jobarrays.agent.server.MessageOutbox;
import io.jobarrays.contract.AgentMessage.Note;
import io.jobarrays.contract.Durations;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.time.Duration;
import org.jboss.logging.Logger;

/** Checks the deadline every second: warns before it and powers the machine off when it passes. */
public final class DeadlineWatcher {
    private static final Logger LOG = Logger.getLogger(DeadlineWatcher.class);

    private final TimeToLive timeToLive;
    private final MessageOutbox outbox;
    private final AgentPowerSwitch powerSwitch;
    private final String wall;
    private volatile long lastCheck = System.nanoTime();

    public DeadlineWatcher(
            TimeToLive timeToLive, MessageOutbox outbox, AgentPowerSwitch power, String wall) {
        this.timeToLive = timeToLive;
        this.outbox = outbox;
        this.powerSwitch = power;
        this.wall = wall;
    }

    /** Runs until the thread is interrupted. */
    public void watch() throws InterruptedException {
        while (true) {
            lastCheck = System.nanoTime();
            timeToLive.tick();
            timeToLive.takeDueWarning().ifPresent(this::warn);
            if (timeToLive.hasPassed()) {
                LOG.warnf("the deadline has passed: powering off");
                powerSwitch.powerOff();
            }
            Thread.sleep(Duration.ofSeconds(1));
        }
    }

    /** Time since the last check; a large value means that the deadline is not enforced. */
    public Duration timeSinceLastCheck() {
        return Duration.ofNanos(System.nanoTime() - lastCheck);
    }

    private void warn(Duration left) {
        // Rounded up to whole minutes: 10m, not 9m58s.
        long minutes = Math.ceilDiv(left.toSeconds(), 60);
        Duration about = minutes > 0 ? Duration.ofMinutes(minutes) : Duration.ZERO;
        String text =
                "this machine ends in %s, when its TTL is over; spawn extend keeps it longer"
                        .formatted(Durations.format(about));
        LOG.warn(text);
        outbox.enqueue(new Note(text));
        broadcast(text);
    }

    private void broadcast(String text) {
        try {
            new ProcessBuilder(wall, text)
                    .redirectInput(Redirect.from(new File("/dev/null")))
                    .redirectOutput(Redirect.DISCARD)
                    .redirectError(Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            LOG.debugf("cannot run %s: %s", wall, e.getMessage());
        }
    }
}
