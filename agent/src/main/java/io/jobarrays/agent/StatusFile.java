package io.jobarrays.agent;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Keeps {@link Status} up to date while the agent runs. */
final class StatusFile {
    private static final Logger LOG = Logger.getLogger(StatusFile.class);

    private final Root root;
    private final Clock clock;
    private final AgentEnv env;
    private final TimeToLive timeToLive;
    private final DeadlineWatch watch;
    private final Workload workload;
    private final Idleness idleness;
    private final Peering peering;
    private Instant changed;
    private boolean connected;
    private @Nullable String error;

    StatusFile(
            Root root,
            Clock clock,
            AgentEnv env,
            TimeToLive timeToLive,
            DeadlineWatch watch,
            Workload workload,
            Idleness idleness,
            Peering peering) {
        this.root = root;
        this.clock = clock;
        this.env = env;
        this.timeToLive = timeToLive;
        this.watch = watch;
        this.workload = workload;
        this.idleness = idleness;
        this.peering = peering;
        this.changed = clock.instant();
    }

    synchronized void connected() {
        connected = true;
        changed = clock.instant();
        write();
    }

    synchronized void disconnected(String why) {
        if (connected) {
            connected = false;
            changed = clock.instant();
        }
        error = "%s at %s".formatted(why, clock.instant());
    }

    synchronized void write() {
        Status status =
                new Status(
                        clock.instant(),
                        facts(),
                        timeToLive.deadline(),
                        connected ? Optional.empty() : Optional.of(changed),
                        watch.silence().truncatedTo(java.time.temporal.ChronoUnit.SECONDS));
        try {
            status.write(root);
        } catch (IOException e) {
            LOG.debugf("cannot write the status: %s", e);
        }
    }

    private Map<String, String> facts() {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("array", "%s (%s)".formatted(env.environment().name(), env.environment().id()));
        facts.put(
                "index", "%d of %d".formatted(env.environment().index(), env.environment().size()));
        facts.put("attempt", "" + attempt());
        facts.put("work", workload.phase());
        facts.put("deadline", timeToLive.describe());
        facts.put("idle", idleness.describe());
        facts.put(
                "peers", peering.generation() == 0 ? "none" : "generation " + peering.generation());
        facts.put(
                "server",
                "%s, %s since %s"
                        .formatted(
                                env.server(), connected ? "connected" : "not connected", changed));
        facts.put("error", error == null ? "none" : error);
        return facts;
    }

    private int attempt() {
        return workload.run().map(run -> run.work().attempt()).orElse(env.environment().attempt());
    }
}
