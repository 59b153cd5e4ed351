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

/** Tells who was refused; a stranger who hammers is told of a few times, not every time. */
@ApplicationScoped
public class EnrolmentRefusals {
    private static final Logger LOG = Logger.getLogger(EnrolmentRefusals.class);
    private static final Duration QUIET = Duration.ofMinutes(10);
    private static final int A_WINDOW = 8;
    private static final int REMEMBERED = 10_000;

    private final Event<AgentRefused> told;
    private final Clock clock;
    private final Map<String, Window> windows = new HashMap<>();
    private final ReentrantLock lock = new ReentrantLock();

    EnrolmentRefusals(Event<AgentRefused> told, Clock clock) {
        this.told = told;
        this.clock = clock;
    }

    /** One array's news of ten minutes. */
    private static final class Window {
        private final Instant begin;
        private final Set<String> told = new HashSet<>();

        private Window(Instant begin) {
            this.begin = begin;
        }
    }

    /** The same of the same instance once in ten minutes, of one array a few times. */
    public void tell(Assignment place, String why) {
        if (news(place, why)) {
            LOG.warnf(
                    "%s was not heard as %s[%d]: %s",
                    place.instanceId(), place.arrayId(), place.index(), why);
            told.fire(new AgentRefused(place.arrayId(), place.index(), place.instanceId(), why));
        }
    }

    private boolean news(Assignment place, String why) {
        Instant now = clock.instant();
        lock.lock();
        try {
            windows.values().removeIf(window -> window.begin.plus(QUIET).isBefore(now));
            if (windows.size() >= REMEMBERED) {
                return false;
            }
            Set<String> told = windows.computeIfAbsent(place.arrayId(), id -> new Window(now)).told;
            return told.size() < A_WINDOW && told.add(place.instanceId() + " " + why);
        } finally {
            lock.unlock();
        }
    }
}
