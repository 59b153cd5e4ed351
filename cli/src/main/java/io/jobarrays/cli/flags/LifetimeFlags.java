package io.jobarrays.cli.flags;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags of launch that say when machines and work end, and what becomes of them then. */
final class LifetimeFlags {
    @Option(
            names = "--ttl",
            paramLabel = "D",
            description = "terminate after this time (2h, 1h30m)")
    private @Nullable String ttl;

    @Option(
            names = "--idle-timeout",
            paramLabel = "D",
            description = "terminate when idle for this time, or see --on-idle")
    private @Nullable String idleTimeout;

    @Option(
            names = "--idle-cpu",
            paramLabel = "PERCENT",
            description = "below this the processors count as idle; default 10")
    private @Nullable String idleCpu;

    @Option(
            names = "--on-idle",
            paramLabel = "ACTION",
            description = "terminate (default), stop or hibernate")
    private @Nullable String onIdle;

    @Option(
            names = "--hibernate",
            description =
                    "able to hibernate; what is idle hibernates, unless --on-idle says otherwise")
    private boolean hibernate;

    @Option(
            names = "--on-complete",
            paramLabel = "ACTION",
            description = "when the work has ended: keep (default), terminate, stop or hibernate")
    private @Nullable String onComplete;

    @Option(
            names = "--on-complete-delay",
            paramLabel = "D",
            description = "how long to wait before that")
    private @Nullable String onCompleteDelay;

    @Option(
            names = "--on-failure",
            paramLabel = "ACTION",
            description = "when the work has failed; default: as --on-complete")
    private @Nullable String onFailure;

    @Option(
            names = "--on-interrupt",
            paramLabel = "CMD",
            description = "what sh -c runs when EC2 announces that it takes a spot instance back")
    private @Nullable String onInterrupt;

    @Option(names = "--retries", paramLabel = "K", description = "how often an index may run again")
    private @Nullable String retries;

    @Option(
            names = "--retry-on",
            paramLabel = "LIST",
            description =
                    "after what: exit:1-5, signal, spot, capacity, boot, silence, any; default any")
    private @Nullable String retryOn;

    @Option(
            names = "--max-concurrent",
            paramLabel = "K",
            description = "indexes that run at one time; not in this version")
    private @Nullable String maxConcurrent;

    void addTo(LaunchBody spec) {
        spec.text("ttl", ttl)
                .text("idle_timeout", idleTimeout)
                .number("idle_cpu", idleCpu)
                .text("on_idle", onIdle)
                .flag("hibernate", hibernate)
                .text("on_complete", onComplete)
                .text("on_complete_delay", onCompleteDelay)
                .text("on_failure", onFailure)
                .text("on_interrupt", onInterrupt)
                .number("retries", retries)
                .text("retry_on", retryOn)
                .number("max_concurrent", maxConcurrent);
    }
}
