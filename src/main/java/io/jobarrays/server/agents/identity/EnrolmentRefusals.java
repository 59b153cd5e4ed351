package io.jobarrays.server.agents.identity;

import io.jobarrays.server.instances.rows.Assignment;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;

/** Reports refused agents by log and event; limits the number of reports per array. */
@ApplicationScoped
public class EnrolmentRefusals {
    private static final Logger LOG = Logger.getLogger(EnrolmentRefusals.class);
    private static final Duration WINDOW_LENGTH = Duration.ofMinutes(10);
    private static final int MAX_REPORTS_PER_WINDOW = 8;
    private static final int MAX_WINDOWS = 10_000;

    private final Event<AgentRefused> events;
    private final Clock clock;
    private final Map<String, ReportWindow> windows = new HashMap<>();
    private final ReentrantLock lock = new ReentrantLock();

    EnrolmentRefusals(Event<AgentRefused> events, Clock clock) {
        this.events = events;
        this.clock = clock;
    }

    /** Reports of one array in ten minutes. */
    private static final class ReportWindow {
        private final Instant begin;
        private final Set<String> reported = new HashSet<>();

        private ReportWindow(Instant begin) {
            this.begin = begin;
        }
    }

    /** Reports a refusal, unless the window of the array has it already or is full. */
    public void report(Assignment assignment, String reason) {
        if (shouldReport(assignment, reason)) {
            LOG.warnf(
                    "%s was refused as %s[%d]: %s",
                    assignment.instanceId(), assignment.arrayId(), assignment.index(), reason);
            events.fire(
                    new AgentRefused(
                            assignment.arrayId(),
                            assignment.index(),
                            assignment.instanceId(),
                            reason));
        }
    }

    private boolean shouldReport(Assignment assignment, String reason) {
        Instant now = clock.instant();
        lock.lock();
        try {
            windows.values().removeIf(window -> window.begin.plus(WINDOW_LENGTH).isBefore(now));
            if (windows.size() >= MAX_WINDOWS) {
                return false;
            }
            Set<String> told =
                    windows.computeIfAbsent(assignment.arrayId(), id -> new ReportWindow(now))
                            .reported;
            return told.size() < MAX_REPORTS_PER_WINDOW
                    && told.add(assignment.instanceId() + " " + reason);
        } finally {
            lock.unlock();
        }
    }
}
