package io.jobarrays.server.agents;

import io.jobarrays.contract.Refusal;
import io.jobarrays.contract.messages.AgentMessage;
import io.jobarrays.server.agents.attempt.CurrentAttempt;
import io.jobarrays.server.agents.attempt.WorkName;
import io.jobarrays.server.files.logs.LogChunk;
import io.jobarrays.server.files.logs.LogStore;
import io.jobarrays.server.instances.rows.Assignment;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/** Stores the log chunks that agents send; most frames are log chunks. */
@ApplicationScoped
class LogReceiver {
    private static final Logger LOG = Logger.getLogger(LogReceiver.class);
    private static final Duration WARNING_INTERVAL = Duration.ofMinutes(1);

    private final LogStore logs;
    private final Clock clock;
    private final AtomicLong lastWarningMillis = new AtomicLong();

    LogReceiver(LogStore logs, Clock clock) {
        this.logs = logs;
        this.clock = clock;
    }

    /** False when the work is of a later attempt than the one that was read. */
    boolean isKnownAttempt(Assignment assignment, CurrentAttempt current, AgentMessage.Log log) {
        return WorkName.attempt(assignment, log.work()).orElse(0) <= current.attempt();
    }

    /**
     * Stores a chunk. Empty when the disk does not accept it: without an answer the agent sends the
     * chunk again later.
     *
     * @throws Refusal when the chunk is of an attempt that the instance does not have
     */
    Optional<AgentMessage.LogStored> store(
            Assignment assignment, CurrentAttempt current, AgentMessage.Log log) {
        if (isOfFormerMember(assignment, log)) {
            int bytes = decoded(log.data()).length;
            return Optional.of(new AgentMessage.LogStored(log.work(), log.offset() + bytes));
        }
        int attempt =
                WorkName.attempt(assignment, log.work())
                        .filter(one -> one >= assignment.attempt() && one <= current.attempt())
                        .orElseThrow(() -> new Refusal("a log of a work that is not its own"));
        if (log.offset() < 0 || log.droppedLines() < 0) {
            throw new Refusal("a log with a negative offset or count");
        }
        ByteBuffer records = ByteBuffer.wrap(decoded(log.data()));
        LogChunk chunk =
                new LogChunk(
                        assignment.arrayId(),
                        assignment.index(),
                        attempt,
                        log.offset(),
                        log.droppedLines(),
                        records);
        try {
            long end = logs.append(chunk, LogStore.keep(current.size()));
            return Optional.of(new AgentMessage.LogStored(log.work(), end));
        } catch (UncheckedIOException e) {
            warn(e);
            return Optional.empty();
        }
    }

    /**
     * The machine was another member's, whose log is stored whole: an agent that has restarted
     * sends it again, and nothing else before it is acknowledged.
     */
    private static boolean isOfFormerMember(Assignment assignment, AgentMessage.Log log) {
        return assignment.attempt() == 0 && WorkName.attempt(assignment, log.work()).isEmpty();
    }

    /** Warns once per interval: a full disk affects the agents of all arrays. */
    private void warn(UncheckedIOException e) {
        long now = clock.millis();
        long last = lastWarningMillis.get();
        if (now - last > WARNING_INTERVAL.toMillis()
                && lastWarningMillis.compareAndSet(last, now)) {
            LOG.warnf("logs of agents cannot be stored: %s: %s", e.getMessage(), e.getCause());
        }
    }

    private static byte[] decoded(String data) {
        try {
            return Base64.getDecoder().decode(data);
        } catch (IllegalArgumentException e) {
            throw new Refusal("a log that is no Base64");
        }
    }
}
