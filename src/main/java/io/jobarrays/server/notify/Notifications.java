package io.jobarrays.server.notify;

import io.jobarrays.server.SpawnConfig;
import io.jobarrays.server.net.NotifySettings;
import io.jobarrays.server.net.NotifyTarget;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.HexFormat;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Entry point to notifications: finds the target of an event, and records what is to be sent. A
 * failure is logged; nothing that notifies waits for a receiver or fails with it.
 */
@ApplicationScoped
public class Notifications {
    private static final Logger LOG = Logger.getLogger(Notifications.class);
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int ID_BYTES = 12;

    private final NotificationRows rows;
    private final Notifier notifier;
    private final Clock clock;
    private final Optional<NotifyTarget> defaultTarget;

    Notifications(NotificationRows rows, Notifier notifier, SpawnConfig config, Clock clock) {
        this.rows = rows;
        this.notifier = notifier;
        this.clock = clock;
        this.defaultTarget =
                config.notifications()
                        .url()
                        .map(
                                url ->
                                        NotifyTarget.parse(
                                                NotifySettings.URL,
                                                url,
                                                config.notifications().format()));
    }

    /** Within the caller's transaction, which inserts the execution. */
    public void setTarget(long execution, NotifyTarget target) {
        rows.insertTarget(execution, target);
    }

    /** The target of everything that names none. */
    public Optional<NotifyTarget> defaultTarget() {
        return defaultTarget;
    }

    /** The target of the execution, else the default one. */
    public Optional<NotifyTarget> targetOf(long execution) {
        return rows.targetOf(execution).or(() -> defaultTarget);
    }

    /** Records the event, to be sent as soon as possible. */
    public void add(NotifyEvent event, NotifyTarget target) {
        insert(row(event, target, null));
    }

    /** As {@link #add}, once for each key. */
    public void warnOnce(String key, NotifyEvent event, NotifyTarget target) {
        insert(row(event, target, key));
    }

    private void insert(Notification row) {
        try {
            rows.insert(row, notifier::wake);
        } catch (RuntimeException e) {
            LOG.warnf(e, "notification %s of %s is not sent", row.type, row.subject);
        }
    }

    static String newId() {
        byte[] random = new byte[ID_BYTES];
        RANDOM.nextBytes(random);
        return "msg_" + HexFormat.of().formatHex(random);
    }

    private Notification row(NotifyEvent event, NotifyTarget target, @Nullable String warning) {
        Notification row = new Notification();
        row.id = newId();
        row.type = event.type().text();
        row.execution = event.execution();
        row.stage = event.stage();
        row.arrayId = event.arrayId();
        row.subject = event.subject();
        row.warning = warning;
        row.target = target.text();
        row.createdAt = clock.instant();
        row.dueAt = row.createdAt;
        row.body = NotificationBody.of(event, target.format(), row.createdAt);
        return row;
    }
}
