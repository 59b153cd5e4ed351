package io.jobarrays.agent.idle;

import io.jobarrays.agent.host.AgentPowerSwitch;
import io.jobarrays.agent.host.AtomicFile;
import io.jobarrays.agent.host.RootDirectory;
import io.jobarrays.agent.idle.MachineLoad.Reason;
import io.jobarrays.agent.server.MessageCodec;
import io.jobarrays.agent.server.MessageOutbox;
import io.jobarrays.contract.AgentMessage.Activity;
import io.jobarrays.contract.AgentMessage.FromAgent;
import io.jobarrays.contract.AgentMessage.Idle;
import io.jobarrays.contract.AgentMessage.IdleReached;
import io.jobarrays.contract.AgentMessage.Note;
import io.jobarrays.contract.Durations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Judges whether this machine is busy, and ends it, or has it stopped, when it was idle for the
 * whole timeout. Without a timeout nothing is measured.
 */
public final class IdleMonitor {
    /** Having been away for so long, the machine slept: that was no idleness. */
    private static final Duration ABSENCE = Duration.ofSeconds(20);

    private static final Duration BETWEEN_WORDS = Duration.ofSeconds(15);
    private static final Duration BETWEEN_FIGURES = Duration.ofMinutes(5);
    private static final Duration BETWEEN_CALLS = Duration.ofSeconds(10);
    private static final Duration LAST_WORD = Duration.ofSeconds(2);
    private static final Logger LOG = Logger.getLogger(IdleMonitor.class);

    private final Path kept;
    private final MessageCodec wire;
    private final LoadMeters meters;
    private final Supplier<Duration> uptime;
    private final Predicate<FromAgent> connection;
    private final MessageOutbox outbox;
    private final AgentPowerSwitch power;
    private final IdleSpan span;

    private volatile @Nullable Idle policy;
    private volatile List<Reason> reasons = List.of();
    private @Nullable LoadCounters last;
    private volatile @Nullable Said said;
    private @Nullable Duration called;

    public IdleMonitor(
            RootDirectory root,
            MessageCodec wire,
            LoadMeters meters,
            Supplier<Duration> uptime,
            Predicate<FromAgent> connection,
            MessageOutbox outbox,
            AgentPowerSwitch power) {
        this.kept = root.state("idle");
        this.wire = wire;
        this.meters = meters;
        this.uptime = uptime;
        this.connection = connection;
        this.outbox = outbox;
        this.power = power;
        this.policy = toldLast();
        this.span = new IdleSpan(root, uptime);
    }

    public void tell(Idle told) throws IOException {
        AtomicFile.write(kept, wire.write(told), AtomicFile.PRIVATE);
        policy = told;
    }

    /** Whoever is there now may not know. */
    public void connected() {
        said = null;
    }

    /** To be called every few seconds. */
    public void tick() throws InterruptedException {
        Idle now = policy;
        if (now == null || now.timeoutSeconds() == null) {
            last = null;
            span.end();
            return;
        }
        try {
            if (!measure(now.cpuPercent())) {
                return;
            }
        } catch (IOException | RuntimeException e) {
            LOG.warnf("what this machine does cannot be measured: %s", e);
            return;
        }
        Duration idle = span.length();
        tellOf(idle);
        if (idle.toSeconds() >= now.timeoutSeconds()) {
            act(now, idle);
        }
    }

    /** For people. */
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
        return !span.running()
                ? "busy (%s); timeout %s".formatted(text(reasons), rule)
                : "idle for %s of %s".formatted(Durations.format(span.length()), rule);
    }

    /** False when there is nothing to compare with yet. */
    private boolean measure(int cpuPercent) throws IOException, InterruptedException {
        LoadCounters fresh = meters.read();
        LoadCounters before = last;
        last = fresh;
        boolean slept =
                before != null && fresh.uptime().minus(before.uptime()).compareTo(ABSENCE) > 0;
        if (before == null || slept) {
            // What an earlier agent of this boot had seen holds on, what was before a sleep not.
            if (slept || !span.running()) {
                span.begin(fresh.uptime());
            }
            return false;
        }
        reasons =
                fresh.since(before).reasons(cpuPercent, Runtime.getRuntime().availableProcessors());
        if (!reasons.isEmpty()) {
            span.end();
        } else if (!span.running()) {
            span.begin(before.uptime());
        }
        return true;
    }

    /** At most one word each 15 s, whatever a machine does that cannot decide. */
    private void tellOf(Duration idle) {
        String busy = reasons.isEmpty() ? null : text(reasons);
        String kinds = reasons.stream().map(Reason::kind).collect(Collectors.joining(" "));
        Said before = said;
        Duration now = uptime.get();
        if (before != null) {
            Duration pause = before.kinds().equals(kinds) ? BETWEEN_FIGURES : BETWEEN_WORDS;
            boolean nothingNew = before.kinds().equals(kinds) && busy == null;
            if (nothingNew || now.minus(before.at()).compareTo(pause) < 0) {
                return;
            }
        }
        if (connection.test(new Activity(busy, idle.toSeconds()))) {
            said = new Said(kinds, now);
        }
    }

    private void act(Idle rule, Duration idle) throws InterruptedException {
        if (rule.action().equals("terminate")) {
            String text =
                    "this machine was idle for %s: it ends now".formatted(Durations.format(idle));
            LOG.warn(text);
            outbox.say(new Note(text));
            outbox.drain(LAST_WORD);
            power.off();
        }
        Duration now = uptime.get();
        if (called == null || now.minus(called).compareTo(BETWEEN_CALLS) >= 0) {
            called = now;
            boolean asked = connection.test(new IdleReached(idle.toSeconds()));
            LOG.infof(
                    "idle for %s: %s to %s this machine",
                    Durations.format(idle), asked ? "asked" : "nobody can be asked", rule.action());
        }
    }

    private @Nullable Idle toldLast() {
        try {
            return Files.exists(kept) && wire.read(Files.readString(kept)) instanceof Idle told
                    ? told
                    : null;
        } catch (IOException | IllegalArgumentException e) {
            LOG.errorf("cannot read when this machine counts as idle in %s: %s", kept, e);
            return null;
        }
    }

    private static String text(List<Reason> reasons) {
        return reasons.stream().map(Reason::toString).collect(Collectors.joining(", "));
    }

    private record Said(String kinds, Duration at) {}
}
