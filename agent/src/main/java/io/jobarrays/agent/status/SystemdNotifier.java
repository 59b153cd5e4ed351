package io.jobarrays.agent.status;

import io.jobarrays.agent.deadline.DeadlineWatcher;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Readiness and watchdog notifications to systemd; does nothing when systemd did not start the
 * agent.
 */
public final class SystemdNotifier {
    private static final Logger LOG = Logger.getLogger(SystemdNotifier.class);

    /** A third of {@code WatchdogSec} in {@code spored.service}. */
    private static final Duration WATCHDOG_INTERVAL = Duration.ofSeconds(60);

    /**
     * With an older deadline check the watchdog is not notified, so that systemd restarts the
     * agent.
     */
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

    /** Runs until the thread is interrupted; returns immediately without systemd. */
    public void runWatchdog(DeadlineWatcher deadlineWatcher) throws InterruptedException {
        while (!socket.isEmpty()) {
            Thread.sleep(WATCHDOG_INTERVAL);
            if (deadlineWatcher.timeSinceLastCheck().compareTo(MAX_DEADLINE_CHECK_AGE) < 0) {
                sendNotification("WATCHDOG=1");
            }
        }
    }

    /** Calls {@code systemd-notify}, because Java has no datagram sockets in the file system. */
    private void sendNotification(String message) {
        if (socket.isEmpty()) {
            return;
        }
        try {
            ProcessBuilder builder =
                    new ProcessBuilder("systemd-notify", message)
                            .redirectInput(Redirect.from(new File("/dev/null")))
                            .redirectOutput(Redirect.DISCARD)
                            .redirectError(Redirect.DISCARD);
            builder.environment().put("NOTIFY_SOCKET", socket);
            Process notify = builder.start();
            if (!notify.waitFor(10, TimeUnit.SECONDS)) {
                notify.destroyForcibly();
                LOG.warnf("systemd-notify %s timed out", message);
            }
        } catch (IOException e) {
            LOG.warnf("cannot notify systemd of %s: %s", message, e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
