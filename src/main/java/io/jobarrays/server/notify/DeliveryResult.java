package io.jobarrays.server.notify;

import java.time.Duration;

/** Result of one attempt to deliver a notification. */
public sealed interface DeliveryResult {
    /** The receiver has answered with a status from 200 to 299. */
    record Sent(int status) implements DeliveryResult {}

    /** It was not sent, or the answer was another one. */
    record Failed(String reason, Duration retryAfter) implements DeliveryResult {
        Failed(String reason) {
            this(reason, Duration.ZERO);
        }
    }

    /** It may not be sent there, or the receiver wants no more (410). */
    record Refused(String reason) implements DeliveryResult {}
}
