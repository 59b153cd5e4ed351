package io.jobarrays.agent.status;

import io.jobarrays.agent.deadline.DeadlineWatcher;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Tells systemd, where it has started the agent, that the agent is there and still alive. */
public final class ServiceManager {
    private static final Logger LOG = Logger.getLogger(ServiceManager.class);

    /** A third of the patience in {@code spored.service}. */
    private static final Duration INTERVAL = Duration.ofSeconds(60);

    /** Not looking at the deadline for so long, the agent had better be started again. */
    private static final Duration HANGS = Duration.ofSeconds(30);

    private final String socket;

    /**
     * @param socket {@code NOTIFY_SOCKET}; empty without systemd
     */
    public ServiceManager(String socket) {
        this.socket = socket;
    }

    public void ready() {
        tell("--ready");
    }

    /** Returns at once without systemd. */
    public void keepInformed(DeadlineWatcher watch) throws InterruptedException {
        while (!socket.isEmpty()) {
            Thread.sleep(INTERVAL);
            if (watch.silence().compareTo(HANGS) < 0) {
                tell("WATCHDOG=1");
            }
        }
    }

    /** By a program, because Java knows no datagrams for a socket in the file system. */
    private void tell(String word) {
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
