package io.jobarrays.cli.flags;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Launch flags for deadlines, idle detection, retries and actions at the end of the work. */
final class LifetimeFlags {
    @Option(
            names = "--ttl",
            paramLabel = "D",
            description = "terminate after this time (2h, 1h30m)")
    private @Nullable String ttl;

    @Option(
            names = "--idle-timeout",
            paramLabel = "D",
            description = "act on an instance that is idle for this time; see --on-idle")
    private @Nullable String idleTimeout;

    @Option(
            names = "--idle-cpu",
            paramLabel = "PERCENT",
            description = "CPU utilization below which an instance is idle; default 10")
    private @Nullable String idleCpu;

    @Option(
            names = "--on-idle",
            paramLabel = "ACTION",
            description = "action on idle: terminate (default), stop or hibernate")
    private @Nullable String onIdle;

    @Option(
            names = "--hibernate",
            description = "enable hibernation; changes the default of --on-idle to hibernate")
    private boolean hibernate;

    @Option(
            names = "--on-complete",
            paramLabel = "ACTION",
            description =
                    "action when the work has ended: keep (default), terminate, stop or hibernate")
    private @Nullable String onComplete;

    @Option(
            names = "--on-complete-delay",
            paramLabel = "D",
            description = "delay before the --on-complete action")
    private @Nullable String onCompleteDelay;

    @Option(
            names = "--on-failure",
            paramLabel = "ACTION",
            description = "action when the work has failed; default: as --on-complete")
    private @Nullable String onFailure;

    @Option(
            names = "--on-member-failure",
            paramLabel = "ACTION",
            description =
                    "what happens to the other members when one has failed: continue, or stop-all"
                            + " (default with --barrier)")
    private @Nullable String onMemberFailure;

    @Option(
            names = "--success",
            paramLabel = "RULE",
            description =
                    "when the array has succeeded: all (default), any, index:I, a number or a share"
                            + " such as 90%% of the indexes")
    private @Nullable String success;

    @Option(
            names = "--on-success",
            paramLabel = "ACTION",
            description =
                    "what happens to the rest then: continue, or stop-rest (default with"
                            + " --success index:I)")
    private @Nullable String onSuccess;

    @Option(
            names = "--max-failed-indexes",
            paramLabel = "K",
            description = "end the rest, and fail, when more indexes have failed for good")
    private @Nullable String maxFailedIndexes;

    @Option(
            names = "--on-interrupt",
            paramLabel = "CMD|@FILE",
            description =
                    "command that sh -c runs on a spot interruption notice; @FILE reads it from a file")
    private @Nullable String onInterrupt;

    @Option(
            names = "--retries",
            paramLabel = "K",
            description = "maximum number of retries per index")
    private @Nullable String retries;

    @Option(
            names = "--retry-on",
            paramLabel = "LIST",
            description =
                    "failures to retry: exit:1-5, signal, spot, capacity, boot, silence, lost, shutdown,"
                            + " reboot, memory, timeout, any; default any")
    private @Nullable String retryOn;

    @Option(
            names = "--retry-delay",
            paramLabel = "D",
            description = "time before the first retry of an index, doubled with each, up to 1h")
    private @Nullable String retryDelay;

    @Option(
            names = "--array-retries",
            paramLabel = "K",
            description = "maximum number of retries of all indexes together")
    private @Nullable String arrayRetries;

    @Option(
            names = "--max-concurrent",
            paramLabel = "K",
            description =
                    "most indexes that have a machine at one time; the others follow in order")
    private @Nullable String maxConcurrent;

    @Option(
            names = "--reuse",
            paramLabel = "BOOL",
            description =
                    "with --max-concurrent: whether the next index runs on the machine of one that"
                            + " has ended: true (default) or false")
    private @Nullable String reuse;

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
                .text("on_member_failure", onMemberFailure)
                .text("success", success)
                .text("on_success", onSuccess)
                .number("max_failed_indexes", maxFailedIndexes)
                .number("retries", retries)
                .text("retry_delay", retryDelay)
                .number("array_retries", arrayRetries)
                .text("retry_on", retryOn)
                .number("max_concurrent", maxConcurrent)
                .text("reuse", reuse);
    }
}
