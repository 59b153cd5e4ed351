package io.jobarrays.server.notify;

import io.jobarrays.server.SpawnConfig;
import io.jobarrays.server.background.BackgroundLoop;
import io.jobarrays.server.background.RetryDelay;
import io.jobarrays.server.net.NotifyTarget;
import io.jobarrays.server.notify.Notification.State;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import org.jboss.logging.Logger;

/** Loop that sends pending notifications, eight at a time, and repeats what failed. */
@ApplicationScoped
class Notifier {
    private static final Logger LOG = Logger.getLogger(Notifier.class);
    private static final int MAX_CONCURRENT = 8;
    private static final Duration POLL_INTERVAL = Duration.ofSeconds(5);
    private static final Duration CLEAN_INTERVAL = Duration.ofHours(1);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(2);
    private static final RetryDelay RETRY_DELAY =
            new RetryDelay(Duration.ofSeconds(10), Duration.ofHours(1));

    private final NotificationRows rows;
    private final WebhookSender sender;
    private final NotifyMeters meters;
    private final Event<NotificationSettled> settled;
    private final SpawnConfig.Notify config;
    private final Clock clock;
    private final BackgroundLoop loop = new BackgroundLoop(this::sendDue, this::failed);
    private final Set<String> sending = ConcurrentHashMap.newKeySet();
    private Instant cleanAt = Instant.MIN;

    Notifier(
            NotificationRows rows,
            WebhookSender sender,
            NotifyMeters meters,
            Event<NotificationSettled> settled,
            SpawnConfig config,
            Clock clock) {
        this.rows = rows;
        this.sender = sender;
        this.meters = meters;
        this.settled = settled;
        this.config = config.notifications();
        this.clock = clock;
    }

    void start(@Observes StartupEvent started) {
        loop.start("notifier");
    }

    void stop(@Observes ShutdownEvent stopping) throws InterruptedException {
        loop.stopAndWait(STOP_TIMEOUT);
    }

    void wake() {
        loop.signal();
    }

    Duration sendDue() {
        if (!clock.instant().isBefore(cleanAt)) {
            rows.deleteOld();
            cleanAt = clock.instant().plus(CLEAN_INTERVAL);
        }
        rows.surplus(config.maxPending()).forEach(this::drop);
        int free = MAX_CONCURRENT - sending.size();
        if (free > 0) {
            for (Notification row : rows.due(clock.instant(), Set.copyOf(sending), free)) {
                sending.add(row.id);
                Thread.ofVirtual().name("notify-" + row.id).start(() -> sendAndForget(row));
            }
        }
        return POLL_INTERVAL;
    }

    private Duration failed(Exception failure) {
        LOG.warnf("notifications wait: %s", failure.getMessage());
        return POLL_INTERVAL;
    }

    private void sendAndForget(Notification row) {
        try {
            send(row);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            // The outermost frame: the row stays pending, and is sent again at its time.
            LOG.warnf(e, "notification %s is tried again", row.id);
        } finally {
            sending.remove(row.id);
            loop.signal();
        }
    }

    private void send(Notification row) throws InterruptedException {
        NotifyTarget target = NotifyTarget.ofText(row.target);
        byte[] body = row.body.getBytes(StandardCharsets.UTF_8);
        switch (sender.send(target, row.id, body, row.attempts + 1)) {
            case DeliveryResult.Sent sent -> {
                rows.end(row, State.SENT, 1);
                meters.count("sent");
                report(row, "was sent to " + target);
            }
            case DeliveryResult.Refused refused -> {
                rows.end(row, State.REFUSED, 1);
                meters.count("refused");
                report(row, "is not sent: %s %s".formatted(target, refused.reason()));
            }
            case DeliveryResult.Failed failure -> retry(row, target, failure);
        }
    }

    private void retry(Notification row, NotifyTarget target, DeliveryResult.Failed failure) {
        meters.count("failed");
        int attempts = row.attempts + 1;
        Duration delay = RETRY_DELAY.after(attempts, ThreadLocalRandom.current());
        Duration asked = failure.retryAfter();
        Instant next = clock.instant().plus(asked.compareTo(delay) > 0 ? asked : delay);
        Instant end = row.createdAt.plus(config.giveUpAfter());
        if (next.isAfter(end)) {
            rows.end(row, State.GIVEN_UP, 1);
            meters.count("given_up");
            report(
                    row,
                    "is given up after %d attempts: %s: %s"
                            .formatted(attempts, target, failure.reason()));
            return;
        }
        rows.retryAt(row, next);
        if (attempts == 1) {
            report(
                    row,
                    "was not taken by %s, it is repeated until %s: %s"
                            .formatted(target, end, failure.reason()));
        }
    }

    private void drop(Notification row) {
        rows.end(row, State.DROPPED, 0);
        meters.count("dropped");
        report(row, "is not sent: %d others wait already".formatted(config.maxPending()));
    }

    private void report(Notification row, String what) {
        String text = "%s: notification %s %s".formatted(row.subject, row.type, what);
        LOG.info(text);
        if (row.execution != null || row.arrayId != null) {
            settled.fire(new NotificationSettled(row.execution, row.stage, row.arrayId, text));
        }
    }
}
