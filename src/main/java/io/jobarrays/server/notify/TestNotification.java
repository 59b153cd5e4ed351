package io.jobarrays.server.notify;

import io.jobarrays.server.net.NotifyTarget;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Clock;

/** Sends a test notification once, without a row. */
@ApplicationScoped
public class TestNotification {
    private final WebhookSender sender;
    private final Clock clock;

    TestNotification(WebhookSender sender, Clock clock) {
        this.sender = sender;
        this.clock = clock;
    }

    public DeliveryResult send(NotifyTarget target) throws InterruptedException {
        String body = NotificationBody.of(NotifyEvent.test(), target.format(), clock.instant());
        return sender.send(target, Notifications.newId(), body.getBytes(StandardCharsets.UTF_8), 1);
    }
}
