package io.jobarrays.agent.status;

import io.jobarrays.agent.deadline.DeadlineWatcher;
import io.jobarrays.agent.deadline.TimeToLive;
import io.jobarrays.agent.host.AgentEnv;
import io.jobarrays.agent.host.RootDirectory;
import io.jobarrays.agent.idle.IdleMonitor;
import io.jobarrays.agent.peers.PeerFiles;
import io.jobarrays.agent.work.WorkEnvironment;
import io.jobarrays.agent.work.Workload;
import io.jobarrays.contract.EnvFile;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Writes {@link AgentStatus} while the agent runs. */
public final class AgentStatusWriter {
    private static final Logger LOG = Logger.getLogger(AgentStatusWriter.class);

    private final RootDirectory root;
    private final Clock clock;
    private final AgentEnv env;
    private final TimeToLive timeToLive;
    private final DeadlineWatcher deadlineWatcher;
    private final Workload workload;
    private final IdleMonitor idleMonitor;
    private final PeerFiles peerFiles;
    private Instant connectionChangedAt;
    private boolean connected;
    private @Nullable String lastError;

    public AgentStatusWriter(
            RootDirectory root,
            Clock clock,
            AgentEnv env,
            TimeToLive timeToLive,
            DeadlineWatcher deadlineWatcher,
            Workload workload,
            IdleMonitor idleMonitor,
            PeerFiles peerFiles) {
        this.root = root;
        this.clock = clock;
        this.env = env;
        this.timeToLive = timeToLive;
        this.deadlineWatcher = deadlineWatcher;
        this.workload = workload;
        this.idleMonitor = idleMonitor;
        this.peerFiles = peerFiles;
        this.connectionChangedAt = clock.instant();
    }

    public synchronized void connected() {
        connected = true;
        connectionChangedAt = clock.instant();
        write();
    }

    public synchronized void disconnected(String reason) {
        if (connected) {
            connected = false;
            connectionChangedAt = clock.instant();
        }
        lastError = "%s at %s".formatted(reason, clock.instant());
    }

    public synchronized void write() {
        AgentStatus status =
                new AgentStatus(
                        clock.instant(),
                        facts(),
                        timeToLive.deadline(),
                        connected ? Optional.empty() : Optional.of(connectionChangedAt),
                        deadlineWatcher.timeSinceLastCheck().truncatedTo(ChronoUnit.SECONDS));
        try {
            status.write(root);
        } catch (IOException e) {
            LOG.debugf("cannot write the status: %s", e);
        }
    }

    private Map<String, String> facts() {
        Map<String, String> facts = new LinkedHashMap<>();
        EnvFile member = member();
        facts.put("array", "%s (%s)".formatted(member.name(), member.id()));
        facts.put("index", "%d of %d".formatted(member.index(), member.size()));
        facts.put("attempt", "" + member.attempt());
        facts.put("work", workload.phase());
        facts.put("deadline", timeToLive.describe());
        facts.put("idle", idleMonitor.describe());
        facts.put(
                "peers",
                peerFiles.generation() == 0 ? "none" : "generation " + peerFiles.generation());
        facts.put(
                "server",
                "%s, %s since %s"
                        .formatted(
                                env.server(),
                                connected ? "connected" : "not connected",
                                connectionChangedAt));
        facts.put("error", lastError == null ? "none" : lastError);
        return facts;
    }

    private EnvFile member() {
        return workload.record()
                .map(run -> WorkEnvironment.member(env.member(), run.work()))
                .orElse(env.member());
    }
}
