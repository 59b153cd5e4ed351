package io.jobarrays.server.agents.silence;

import static java.time.temporal.ChronoUnit.SECONDS;
import static java.util.stream.Collectors.toUnmodifiableSet;

import io.jobarrays.server.SpawnConfig;
import io.jobarrays.server.agents.ConnectedAgents;
import io.jobarrays.server.agents.silence.SilenceState.Listening;
import io.jobarrays.server.agents.silence.SilenceState.MassSilence;
import io.jobarrays.server.background.BackgroundLoop;
import io.jobarrays.server.instances.InstanceStatusChecks;
import io.jobarrays.server.instances.rows.ExpectedAgent;
import io.jobarrays.server.instances.rows.Instance;
import io.jobarrays.server.instances.rows.InstanceRows;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Watcher of silent agents: raises an alarm when many of them fall silent at the same time. What it
 * knows is in memory, so that a restart of the server only lengthens the time that agents have.
 */
@ApplicationScoped
public class SilenceWatcher {
    private static final Logger LOG = Logger.getLogger(SilenceWatcher.class);
    private static final Duration MAX_LOOK_INTERVAL = Duration.ofSeconds(5);

    private final ConnectedAgents agents;
    private final InstanceRows instances;
    private final InstanceStatusChecks checks;
    private final Event<MassSilenceChanged> changes;
    private final SilenceRules rules;
    private final Clock clock;
    private final Duration lookInterval;
    private final BackgroundLoop loop = new BackgroundLoop(this::look, this::lookFailed);
    private volatile @Nullable Look last;

    /**
     * State at a time.
     *
     * @param silent number of silent agents
     */
    private record Look(SilenceState state, long silent, Instant at) {}

    SilenceWatcher(
            ConnectedAgents agents,
            InstanceRows instances,
            InstanceStatusChecks checks,
            Event<MassSilenceChanged> changes,
            SpawnConfig config,
            Clock clock) {
        this.agents = agents;
        this.instances = instances;
        this.checks = checks;
        this.changes = changes;
        this.rules = SilenceRules.of(config.agentSilence());
        this.clock = clock;
        Duration half = rules.notedAfter().dividedBy(2);
        this.lookInterval = half.compareTo(MAX_LOOK_INTERVAL) < 0 ? half : MAX_LOOK_INTERVAL;
    }

    void start(@Observes @Priority(200) StartupEvent event) {
        loop.start("silence-watcher");
    }

    void stop(@Observes ShutdownEvent event) {
        loop.stop();
    }

    /** Silence of the agent of a running instance; empty while it is heard, or must not be yet. */
    public Optional<AgentSilence> of(Instance instance) {
        Instant now = clock.instant();
        Look look = last;
        if (instance.enrolledAt == null
                || instance.runningSince == null
                || look == null
                || isOutdated(look, now)) {
            return Optional.empty();
        }
        AgentContact contact =
                contact(
                        instance.instanceId,
                        instance.arrayId,
                        instance.runningSince,
                        look.state().countedFrom());
        if (!contact.isSilent(rules, now)) {
            return Optional.empty();
        }
        return Optional.of(
                AgentSilence.of(
                        contact.heardAt(),
                        look.state() instanceof MassSilence,
                        checks.last(instance.instanceId, contact.heardAt()).orElse(null),
                        rules));
    }

    /** Silent agents of running instances, by the last look. */
    public long silentAgents() {
        Look look = last;
        return look == null ? 0 : look.silent();
    }

    /** Many agents are silent at the same time. */
    public boolean hasAlarm() {
        Look look = last;
        return look != null && look.state() instanceof MassSilence;
    }

    private Duration look() {
        Instant now = clock.instant();
        SilenceState before = state(now);
        List<AgentContact> contacts =
                instances.expectedAgents().stream()
                        .map(agent -> contact(agent, before.countedFrom()))
                        .toList();
        SilenceState after = before.next(contacts, rules, now);
        long silent = contacts.stream().filter(one -> one.isSilent(rules, now)).count();
        last = new Look(after, silent, now);
        report(before, after, contacts);
        return lookInterval;
    }

    /** A server that was suspended, or whose clock was set, has not heard its agents meanwhile. */
    private SilenceState state(Instant now) {
        Look look = last;
        if (look == null) {
            return new Listening(agents.listeningSince());
        }
        return isOutdated(look, now) ? new Listening(now) : look.state();
    }

    private boolean isOutdated(Look look, Instant now) {
        return now.isAfter(look.at().plus(lookInterval).plus(rules.notedAfter()));
    }

    private AgentContact contact(ExpectedAgent agent, Instant countedFrom) {
        return contact(agent.instanceId(), agent.arrayId(), agent.runningSince(), countedFrom);
    }

    /** An agent cannot be heard while its instance is off, or while the server does not listen. */
    private AgentContact contact(
            String instanceId, String arrayId, Instant runningSince, Instant countedFrom) {
        Instant heard = agents.lastMessageAt(instanceId);
        heard = heard.isAfter(runningSince) ? heard : runningSince;
        return new AgentContact(
                instanceId, arrayId, heard.isAfter(countedFrom) ? heard : countedFrom);
    }

    private void report(SilenceState before, SilenceState after, List<AgentContact> contacts) {
        if (before instanceof Listening && after instanceof MassSilence mass) {
            String text =
                    "ALARM: %d of %d agents have sent no message since %s; nothing is ended before half of them are heard again or their deadline passes"
                            .formatted(
                                    mass.agents().size(),
                                    contacts.size(),
                                    mass.since().truncatedTo(SECONDS));
            LOG.error(text);
            changes.fire(new MassSilenceChanged(arraysOf(mass, contacts), text));
        } else if (before instanceof MassSilence mass && after instanceof Listening listening) {
            String text =
                    "at least half of the agents that were silent since %s are heard again, %d are not"
                            .formatted(
                                    mass.since().truncatedTo(SECONDS),
                                    listening.leftSilent().size());
            LOG.info(text);
            changes.fire(new MassSilenceChanged(arraysOf(mass, contacts), text));
        }
    }

    private static Set<String> arraysOf(MassSilence mass, List<AgentContact> contacts) {
        return contacts.stream()
                .filter(one -> mass.agents().contains(one.instanceId()))
                .map(AgentContact::arrayId)
                .collect(toUnmodifiableSet());
    }

    private Duration lookFailed(Exception e) {
        LOG.warnf(e, "agents are not looked at, retry in %s", lookInterval);
        return lookInterval;
    }
}
