package io.jobarrays.agent.status;

import io.jobarrays.agent.deadline.DeadlineWatcher;
import io.jobarrays.agent.deadline.TimeToLive;
import io.jobarrays.agent.host.AgentEnv;
import io.jobarrays.agent.host.RootDirectory;
import io.jobarrays.agent.idle.IdleMonitor;
import io.jobarrays.agent.peers.PeerFiles;
import io.jobarrays.agent.work.Workload;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Keeps {@link AgentStatus} up to date while the agent runs. */
public final class AgentStatusFile {
    private static final Logger LOG = Logger.getLogger(AgentStatusFile.class);

    private final RootDirectory root;
    private final Clock clock;
    private final AgentEnv env;
    private final TimeToLive timeToLive;
    private final DeadlineWatcher watch;
    private final Workload workload;
    private final IdleMonitor idleness;
    private final PeerFiles peering;
    private Instant changed;
    private boolean connected;
    private @Nullable String error;

    public AgentStatusFile(
            RootDirectory root,
            Clock clock,
            AgentEnv env,
            TimeToLive timeToLive,
            DeadlineWatcher watch,
            Workload workload,
            IdleMonitor idleness,
            PeerFiles peering) {
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

    public synchronized void connected() {
        connected = true;
        changed = clock.instant();
        write();
    }

    public synchronized void disconnected(String why) {
        if (connected) {
            connected = false;
            changed = clock.instant();
        }
        error = "%s at %s".formatted(why, clock.instant());
    }

    public synchronized void write() {
        AgentStatus status =
                new AgentStatus(
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
