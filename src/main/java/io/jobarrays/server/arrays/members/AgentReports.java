package io.jobarrays.server.arrays.members;

import io.jobarrays.contract.AgentMessage;
import io.jobarrays.server.arrays.rows.DesiredPower;
import io.jobarrays.server.arrays.rows.EventLog;
import io.jobarrays.server.arrays.rows.Member;
import io.jobarrays.server.instances.rows.Assignment;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Writes down what agents say of their machines. */
@ApplicationScoped
class AgentReports {
    private final EventLog events;
    private final Clock clock;

    AgentReports(EventLog story, Clock clock) {
        this.events = story;
        this.clock = clock;
    }

    void peers(Assignment place, int generation) {
        update(
                place,
                "peersGeneration = ?3 where arrayId = ?1 and index = ?2 and peersGeneration < ?3",
                generation);
    }

    void deadline(Assignment place, @Nullable String at) {
        if (at != null) {
            update(
                    place,
                    "deadlineStored = ?3 where arrayId = ?1 and index = ?2",
                    Instant.parse(at));
        }
    }

    void paused(Assignment place) {
        update(place, "paused = true where arrayId = ?1 and index = ?2 and power <> RUNNING");
    }

    void halted(Assignment place) {
        update(place, "halted = true where arrayId = ?1 and index = ?2");
    }

    void activity(Assignment place, AgentMessage.Activity activity) {
        Instant since =
                activity.busy() == null
                        ? clock.instant().minusSeconds(activity.idleSeconds())
                        : null;
        update(
                place,
                "busy = ?3, idleSince = ?4 where arrayId = ?1 and index = ?2",
                activity.busy(),
                since);
    }

    /** Said until it is done: the first word alone counts. */
    void idle(Assignment place, DesiredPower wanted) {
        int changed =
                update(
                        place,
                        "power = ?3, powerAt = ?4, paused = false, halted = false where arrayId ="
                                + " ?1 and index = ?2 and power = RUNNING",
                        wanted,
                        clock.instant());
        if (changed == 1) {
            events.record(
                    place.arrayId(),
                    place.index(),
                    "idle for too long: its machine is to be "
                            + wanted.name().toLowerCase(java.util.Locale.ROOT));
        }
    }

    void interrupted(Assignment place, AgentMessage.SpotNotice notice) {
        int changed =
                update(
                        place,
                        "interruptedAt = ?3 where arrayId = ?1 and index = ?2 and interruptedAt is"
                                + " null",
                        Instant.parse(notice.at()));
        if (changed == 1) {
            events.record(
                    place.arrayId(),
                    place.index(),
                    "EC2 takes its machine back (%s) at %s"
                            .formatted(notice.action(), notice.at()));
        }
    }

    void note(Assignment place, String text) {
        events.record(place.arrayId(), place.index(), text);
    }

    private static int update(Assignment place, String change, @Nullable Object... values) {
        @Nullable Object[] all = new Object[values.length + 2];
        all[0] = place.arrayId();
        all[1] = place.index();
        System.arraycopy(values, 0, all, 2, values.length);
        return QuarkusTransaction.requiringNew().call(() -> Member.update(change, all));
    }
}
