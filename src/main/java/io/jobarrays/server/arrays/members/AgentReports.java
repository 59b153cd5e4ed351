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
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Writes reports of agents into the rows of their members. */
@ApplicationScoped
class AgentReports {
    private final EventLog events;
    private final Clock clock;

    AgentReports(EventLog events, Clock clock) {
        this.events = events;
        this.clock = clock;
    }

    void peers(Assignment assignment, int generation) {
        update(
                assignment,
                "peersGeneration = ?3 where arrayId = ?1 and index = ?2 and peersGeneration < ?3",
                generation);
    }

    void deadline(Assignment assignment, @Nullable String at) {
        if (at != null) {
            update(
                    assignment,
                    "deadlineStored = ?3 where arrayId = ?1 and index = ?2",
                    Instant.parse(at));
        }
    }

    void paused(Assignment assignment) {
        update(assignment, "paused = true where arrayId = ?1 and index = ?2 and power <> RUNNING");
    }

    void halted(Assignment assignment) {
        update(assignment, "halted = true where arrayId = ?1 and index = ?2");
    }

    void activity(Assignment assignment, AgentMessage.Activity activity) {
        Instant since =
                activity.busy() == null
                        ? clock.instant().minusSeconds(activity.idleSeconds())
                        : null;
        update(
                assignment,
                "busy = ?3, idleSince = ?4 where arrayId = ?1 and index = ?2",
                activity.busy(),
                since);
    }

    /** Agents repeat the report until they are stopped; only the first one changes the row. */
    void idle(Assignment assignment, DesiredPower desired) {
        int changed =
                update(
                        assignment,
                        "power = ?3, powerAt = ?4, paused = false, halted = false where arrayId ="
                                + " ?1 and index = ?2 and power = RUNNING",
                        desired,
                        clock.instant());
        if (changed == 1) {
            events.record(
                    assignment.arrayId(),
                    assignment.index(),
                    "idle for too long: its machine is to be "
                            + desired.name().toLowerCase(Locale.ROOT));
        }
    }

    void interrupted(Assignment assignment, AgentMessage.SpotNotice notice) {
        int changed =
                update(
                        assignment,
                        "interruptedAt = ?3 where arrayId = ?1 and index = ?2 and interruptedAt is"
                                + " null",
                        Instant.parse(notice.at()));
        if (changed == 1) {
            events.record(
                    assignment.arrayId(),
                    assignment.index(),
                    "EC2 takes its machine back (%s) at %s"
                            .formatted(notice.action(), notice.at()));
        }
    }

    void note(Assignment assignment, String text) {
        events.record(assignment.arrayId(), assignment.index(), text);
    }

    private static int update(Assignment assignment, String change, @Nullable Object... values) {
        @Nullable Object[] all = new Object[values.length + 2];
        all[0] = assignment.arrayId();
        all[1] = assignment.index();
        System.arraycopy(values, 0, all, 2, values.length);
        return QuarkusTransaction.requiringNew().call(() -> Member.update(change, all));
    }
}
