package io.jobarrays.cli.flags;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Launch flags for notifications. */
final class NotifyFlags {
    @Option(
            names = "--notify",
            paramLabel = "URL",
            description = "notify this URL of end, failure, and warnings of TTL and cost")
    private @Nullable String notify;

    @Option(
            names = "--notify-format",
            paramLabel = "FORMAT",
            description = "body of the notifications: json (default) or slack")
    private @Nullable String notifyFormat;

    @Option(
            names = "--notify-cost",
            paramLabel = "USD",
            description = "warn when the array has cost more, estimated by on-demand prices")
    private @Nullable String notifyCost;

    void addTo(LaunchBody spec) {
        spec.text("notify", notify)
                .text("notify_format", notifyFormat)
                .text("notify_cost", notifyCost);
    }
}
