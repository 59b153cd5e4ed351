package io.jobarrays.agent.idle;

import io.jobarrays.agent.host.AtomicFile;
import io.jobarrays.agent.host.PowerSwitch;
import io.jobarrays.agent.host.RootDirectory;
import io.jobarrays.agent.idle.MachineLoad.Reason;
import io.jobarrays.agent.server.MessageCodec;
import io.jobarrays.agent.server.MessageOutbox;
import io.jobarrays.contract.Durations;
import io.jobarrays.contract.messages.AgentMessage.Activity;
import io.jobarrays.contract.messages.AgentMessage.FromAgent;
import io.jobarrays.contract.messages.AgentMessage.Idle;
import io.jobarrays.contract.messages.AgentMessage.IdleReached;
import io.jobarrays.contract.messages.AgentMessage.Note;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Measures whether this machine is idle; after the idle timeout powers it off or asks the server to
 * stop it. Measures nothing without a timeout.
 */
public final class IdleMonitor {
    /** A longer interval between two measurements means that the machine was hibernated. */
    private static final Duration HIBERNATION_THRESHOLD = Duration.ofSeconds(20);

    private static final Duration MIN_REPORT_INTERVAL = Duration.ofSeconds(15);
    private static final Duration UNCHANGED_REPORT_INTERVAL = Duration.ofMinutes(5);
    private static final Duration ACTION_REQUEST_INTERVAL = Duration.ofSeconds(10);
    private static final Duration FINAL_NOTE_TIMEOUT = Duration.ofSeconds(2);
    private static final Logger LOG = Logger.getLogger(IdleMonitor.class);

    private final Path policyFile;
    private final MessageCodec codec;
    private final LoadReader load;
    private final Supplier<Duration> uptime;
    private final BooleanSupplier outputsUnkept;
    private final Predicate<FromAgent> connection;
    private final MessageOutbox outbox;
    private final PowerSwitch powerSwitch;
    private final IdleTimer idleTimer;

    private volatile @Nullable Idle policy;
    private volatile List<Reason> reasons = List.of();
    private @Nullable LoadCounters previous;
    private volatile @Nullable Report lastReport;
    private volatile boolean workBegan;
    private @Nullable Duration lastActionRequest;

    /**
     * @param outputsUnkept whether outputs of the work are on this machine only; it is busy then
     */
    public IdleMonitor(
            RootDirectory root,
            MessageCodec codec,
            LoadReader load,
            Supplier<Duration> uptime,
            BooleanSupplier outputsUnkept,
            Predicate<FromAgent> connection,
            MessageOutbox outbox,
            PowerSwitch power) {
        this.policyFile = root.stateFile("idle");
        this.codec = codec;
        this.load = load;
        this.uptime = uptime;
        this.outputsUnkept = outputsUnkept;
        this.connection = connection;
        this.outbox = outbox;
        this.powerSwitch = power;
        this.policy = readPolicy();
        this.idleTimer = new IdleTimer(root, uptime);
    }

    public void setPolicy(Idle message) throws IOException {
        AtomicFile.write(policyFile, codec.write(message), AtomicFile.PRIVATE);
        policy = message;
    }

    /** Repeats the current activity on a new connection. */
    public void connected() {
        lastReport = null;
    }

    /** New work counts as activity: another stage may begin on a machine that has waited for it. */
    public void workBegan() {
        workBegan = true;
    }

    /** Measures once; must be called every few seconds. */
    public void tick() throws InterruptedException {
        Idle now = policy;
        if (now == null || now.timeoutSeconds() == null) {
            previous = null;
            idleTimer.stop();
            return;
        }
        if (workBegan) {
            workBegan = false;
            idleTimer.stop();
            lastReport = null;
        }
        try {
            if (!measure(now.cpuPercent())) {
                return;
            }
        } catch (IOException | RuntimeException e) {
            LOG.warnf("cannot measure the load of this machine: %s", e);
            return;
        }
        Duration idle = idleTimer.elapsed();
        reportActivity(idle);
        if (idle.toSeconds() >= now.timeoutSeconds()) {
            applyAction(now, idle);
        }
    }

    /** Text for {@code spored status}. */
    public String describe() {
        Idle now = policy;
        if (now == null || now.timeoutSeconds() == null) {
            return "no timeout";
        }
        String rule =
                "%s, then %s"
                        .formatted(
                                Durations.format(Duration.ofSeconds(now.timeoutSeconds())),
                                now.action());
        return !idleTimer.isRunning()
                ? "busy (%s); timeout %s".formatted(format(reasons), rule)
                : "idle for %s of %s".formatted(Durations.format(idleTimer.elapsed()), rule);
    }

    /** Returns false when there is no earlier reading to compare with. */
    private boolean measure(int cpuPercent) throws IOException, InterruptedException {
        LoadCounters current = load.read();
        LoadCounters before = previous;
        previous = current;
        boolean hibernated =
                before != null
                        && current.uptime().minus(before.uptime()).compareTo(HIBERNATION_THRESHOLD)
                                > 0;
        if (before == null || hibernated) {
            // The idle time of an earlier agent of this boot counts; time before a hibernation does
            // not.
            if (hibernated || !idleTimer.isRunning()) {
                idleTimer.start(current.uptime());
            }
            return false;
        }
        reasons =
                current.loadSince(before)
                        .busyReasons(cpuPercent, Runtime.getRuntime().availableProcessors());
        if (outputsUnkept.getAsBoolean()) {
            reasons = List.of(new Reason("outputs", "not kept"));
        }
        if (!reasons.isEmpty()) {
            idleTimer.stop();
        } else if (!idleTimer.isRunning()) {
            idleTimer.start(before.uptime());
        }
        return true;
    }

    /** Reports at most every 15 s, however often the load changes. */
    private void reportActivity(Duration idle) {
        String busy = reasons.isEmpty() ? null : format(reasons);
        String kinds = reasons.stream().map(Reason::kind).collect(Collectors.joining(" "));
        Report before = lastReport;
        Duration now = uptime.get();
        if (before != null) {
            Duration pause =
                    before.kinds().equals(kinds) ? UNCHANGED_REPORT_INTERVAL : MIN_REPORT_INTERVAL;
            boolean nothingNew = before.kinds().equals(kinds) && busy == null;
            if (nothingNew || now.minus(before.at()).compareTo(pause) < 0) {
                return;
            }
        }
        if (connection.test(new Activity(busy, idle.toSeconds()))) {
            lastReport = new Report(kinds, now);
        }
    }

    private void applyAction(Idle rule, Duration idle) throws InterruptedException {
        if (rule.action().equals("terminate")) {
            String text =
                    "this machine was idle for %s: powering off".formatted(Durations.format(idle));
            LOG.warn(text);
            outbox.enqueue(new Note(text));
            outbox.awaitEmpty(FINAL_NOTE_TIMEOUT);
            powerSwitch.powerOff();
        }
        Duration now = uptime.get();
        if (lastActionRequest == null
                || now.minus(lastActionRequest).compareTo(ACTION_REQUEST_INTERVAL) >= 0) {
            lastActionRequest = now;
            boolean asked = connection.test(new IdleReached(idle.toSeconds()));
            LOG.infof(
                    "idle for %s: %s to %s this machine",
                    Durations.format(idle),
                    asked ? "asked the server" : "not connected, cannot ask the server",
                    rule.action());
        }
    }

    private @Nullable Idle readPolicy() {
        try {
            return Files.exists(policyFile)
                            && codec.read(Files.readString(policyFile)) instanceof Idle message
                    ? message
                    : null;
        } catch (IOException | IllegalArgumentException e) {
            LOG.errorf("cannot read the idle policy in %s: %s", policyFile, e);
            return null;
        }
    }

    private static String format(List<Reason> reasons) {
        return reasons.stream().map(Reason::toString).collect(Collectors.joining(", "));
    }

    private record Report(String kinds, Duration at) {}
}
