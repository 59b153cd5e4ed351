package io.jobarrays.agent.status;

import io.jobarrays.agent.deadline.DeadlineWatcher;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Tells systemd, where it has started the agent, that the agent is there and still alive. */
public final class SystemdNotifier {
    private static final Logger LOG = Logger.getLogger(SystemdNotifier.class);

    /** A third of the patience in {@code spored.service}. */
    private static final Duration WATCHDOG_INTERVAL = Duration.ofSeconds(60);

    /** Not looking at the deadline for so long, the agent had better be started again. */
    private static final Duration MAX_DEADLINE_CHECK_AGE = Duration.ofSeconds(30);

    private final String socket;

    /**
     * @param socket {@code NOTIFY_SOCKET}; empty without systemd
     */
    public SystemdNotifier(String socket) {
        this.socket = socket;
    }

    public void notifyReady() {
        sendNotification("--ready");
    }

    /** Returns at once without systemd. */
    public void runWatchdog(DeadlineWatcher watch) throws InterruptedException {
        while (!socket.isEmpty()) {
            Thread.sleep(WATCHDOG_INTERVAL);
            if (watch.timeSinceLastCheck().compareTo(MAX_DEADLINE_CHECK_AGE) < 0) {
                sendNotification("WATCHDOG=1");
            }
        }
    }

    /** By a program, because Java knows no datagrams for a socket in the file system. */
    private void sendNotification(String word) {
        if (socket.isEmpty()) {
            return;
        }
        try {
            ProcessBuilder builder =
                    new ProcessBuilder("systemd-notify", word)
                            .redirectInput(Redirect.from(new File("/dev/null")))
                            .redirectOutput(Redirect.DISCARD)
                            .redirectError(Redirect.DISCARD);
            builder.environment().put("NOTIFY_SOCKET", socket);
            if (!builder.start().waitFor(10, TimeUnit.SECONDS)) {
                LOG.warnf("systemd-notify %s does not end", word);
            }
        } catch (IOException e) {
            LOG.warnf("systemd cannot be told %s: %s", word, e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
