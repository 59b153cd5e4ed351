package io.jobarrays.server.notify;

import org.jspecify.annotations.Nullable;

/** Event: a notification was sent, failed for the first time, or is not tried any more. */
public record NotificationSettled(
        @Nullable Long execution, @Nullable String stage, @Nullable String arrayId, String text) {}
