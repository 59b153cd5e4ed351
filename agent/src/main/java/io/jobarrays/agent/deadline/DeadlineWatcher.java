package io.jobarrays.agent.deadline;

import io.jobarrays.agent.host.PowerSwitch;
import io.jobarrays.agent.server.MessageOutbox;
import io.jobarrays.contract.Durations;
import io.jobarrays.contract.messages.AgentMessage.Note;
import java.time.Duration;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/** Checks the deadline every second: warns before it and powers the machine off when it passes. */
public final class DeadlineWatcher {
    private static final Logger LOG = Logger.getLogger(DeadlineWatcher.class);

    /** Last part of the time to live, in which the listener is called. */
    private static final Duration END_NEAR = Duration.ofMinutes(1);

    private static final Duration END_NEAR_INTERVAL = Duration.ofSeconds(10);

    private final TimeToLive timeToLive;
    private final MessageOutbox outbox;
    private final PowerSwitch powerSwitch;
    private final Consumer<String> wall;
    private volatile Runnable endNear = () -> {};
    private long lastEndNear = System.nanoTime() - END_NEAR_INTERVAL.toNanos();
    private volatile long lastCheck = System.nanoTime();

    /**
     * @param wall prints a warning on all terminals
     */
    public DeadlineWatcher(
            TimeToLive timeToLive, MessageOutbox outbox, PowerSwitch power, Consumer<String> wall) {
        this.timeToLive = timeToLive;
        this.outbox = outbox;
        this.powerSwitch = power;
        this.wall = wall;
    }

    /**
     * Sets what is called every ten seconds of the last minute before the deadline; it must not
     * wait.
     */
    public void onEndNear(Runnable listener) {
        endNear = listener;
    }

    /** Runs until the thread is interrupted. */
    public void watch() throws InterruptedException {
        while (true) {
            check();
            Thread.sleep(Duration.ofSeconds(1));
        }
    }

    /** Powers the machine off if the deadline has passed. */
    public void check() throws InterruptedException {
        lastCheck = System.nanoTime();
        timeToLive.tick();
        timeToLive.takeDueWarning().ifPresent(this::warn);
        tellThatEndIsNear();
        if (timeToLive.hasPassed()) {
            LOG.warnf("the deadline has passed: powering off");
            powerSwitch.powerOff();
        }
    }

    private void tellThatEndIsNear() {
        boolean due = System.nanoTime() - lastEndNear >= END_NEAR_INTERVAL.toNanos();
        if (due && timeToLive.endsWithin(END_NEAR)) {
            lastEndNear = System.nanoTime();
            endNear.run();
        }
    }

    /** Time since the last check; a large value means that the deadline is not enforced. */
    public Duration timeSinceLastCheck() {
        return Duration.ofNanos(System.nanoTime() - lastCheck);
    }

    private void warn(Duration left) {
        // Rounded up to ten seconds: 10m, not 9m58s, and 1m40s, not 2m.
        Duration about = Duration.ofSeconds(Math.max(0, 10 * Math.ceilDiv(left.toSeconds(), 10)));
        String text =
                "this machine ends in %s, when its TTL is over; spawn extend keeps it longer"
                        .formatted(Durations.format(about));
        LOG.warn(text);
        outbox.enqueue(new Note(text));
        wall.accept(text);
    }
}
