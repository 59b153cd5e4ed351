package io.jobarrays.server.notify;

import io.jobarrays.server.net.AddressGuard;
import io.jobarrays.server.net.NotifyTarget;
import io.jobarrays.server.net.WebhookSignature;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Sends one notification once: looks the name up, checks its addresses, signs, connects. */
@ApplicationScoped
public class WebhookSender {
    private static final Duration MAX_RETRY_AFTER = Duration.ofHours(1);

    private final WebhookClient client;
    private final AddressGuard guard;
    private final WebhookSecrets secrets;
    private final HostLookup lookup;
    private final Clock clock;

    @Inject
    WebhookSender(WebhookClient client, AddressGuard guard, WebhookSecrets secrets, Clock clock) {
        this(client, guard, secrets, new SystemLookup(), clock);
    }

    WebhookSender(
            WebhookClient client,
            AddressGuard guard,
            WebhookSecrets secrets,
            HostLookup lookup,
            Clock clock) {
        this.client = client;
        this.guard = guard;
        this.secrets = secrets;
        this.lookup = lookup;
        this.clock = clock;
    }

    /**
     * @param attempt 1 for the first; attempts go to the addresses of a name in turn
     */
    DeliveryResult send(NotifyTarget target, String id, byte[] body, int attempt)
            throws InterruptedException {
        try {
            List<InetAddress> addresses = addresses(target);
            Optional<String> refusal = guard.refusal(target, addresses);
            if (refusal.isPresent()) {
                return new DeliveryResult.Refused(refusal.get());
            }
            InetAddress to = addresses.get((attempt - 1) % addresses.size());
            return delivery(client.post(target, to, headers(target, id, body), body));
        } catch (IOException e) {
            return new DeliveryResult.Failed(String.valueOf(e.getMessage()));
        }
    }

    private List<InetAddress> addresses(NotifyTarget target)
            throws IOException, InterruptedException {
        Optional<InetAddress> literal = target.literalAddress();
        return literal.isPresent() ? List.of(literal.get()) : lookup.addresses(target.host());
    }

    private Map<String, String> headers(NotifyTarget target, String id, byte[] body) {
        Instant now = clock.instant();
        return Map.of(
                "content-type",
                "application/json",
                "user-agent",
                "spawn",
                "webhook-id",
                id,
                "webhook-timestamp",
                Long.toString(now.getEpochSecond()),
                "webhook-signature",
                WebhookSignature.of(secrets.of(target), id, now, body));
    }

    private static DeliveryResult delivery(WebhookClient.Answer answer) {
        int status = answer.status();
        if (status >= 200 && status <= 299) {
            return new DeliveryResult.Sent(status);
        }
        if (status == 410) {
            return new DeliveryResult.Refused("answered 410: it takes no more notifications");
        }
        String redirect = status >= 300 && status <= 399 ? "; redirects are not followed" : "";
        return new DeliveryResult.Failed("answered " + status + redirect, retryAfter(answer));
    }

    /** Seconds only; a date is ignored. */
    private static Duration retryAfter(WebhookClient.Answer answer) {
        return answer.retryAfter().matches("\\d{1,6}")
                ? min(Duration.ofSeconds(Long.parseLong(answer.retryAfter())))
                : Duration.ZERO;
    }

    private static Duration min(Duration asked) {
        return asked.compareTo(MAX_RETRY_AFTER) < 0 ? asked : MAX_RETRY_AFTER;
    }
}
