package io.jobarrays.server.arrays.reconcile;

import io.jobarrays.contract.ExitReason;
import io.jobarrays.server.arrays.events.EventLog;
import io.jobarrays.server.arrays.plan.RetryPolicy;
import io.jobarrays.server.arrays.rows.MemberRows;
import io.jobarrays.server.arrays.snapshot.ArraySnapshot;
import io.jobarrays.server.arrays.snapshot.MemberSnapshot;
import io.jobarrays.server.failpoints.Failpoint;
import io.jobarrays.server.failpoints.Failpoints;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Ends attempts, and begins the next one if {@link RetryPolicy} decides so. */
@ApplicationScoped
public class AttemptActions {
    private final EventLog eventLog;
    private final Clock clock;

    AttemptActions(EventLog eventLog, Clock clock) {
        this.eventLog = eventLog;
        this.clock = clock;
    }

    /** Ends the attempt as its agent reports; a late report replaces {@code AGENT_SILENT}. */
    public void reported(
            ArraySnapshot array, MemberSnapshot member, ExitReason exit, @Nullable String reason) {
        if (!end(array, member, exit, reason)
                && MemberRows.replaceSilentExit(
                        array.id(),
                        member.index(),
                        member.attempt(),
                        exit.toString(),
                        reason,
                        clock.instant())) {
            eventLog.record(
                    array.id(),
                    member.index(),
                    "%s, reported late; replaces AGENT_SILENT".formatted(exit));
        }
    }

    /** Withdraws {@code AGENT_SILENT}: the agent is back and its work has not ended. */
    public void reopenSilent(ArraySnapshot array, MemberSnapshot member) {
        if (MemberRows.reopenSilent(array.id(), member.index(), member.attempt())) {
            eventLog.record(array.id(), member.index(), "its agent is heard again, its work runs");
        }
    }

    /** Ends the attempt; false without effect, when it has ended before. */
    public boolean end(
            ArraySnapshot array, MemberSnapshot member, ExitReason exit, @Nullable String reason) {
        RetryPolicy next = RetryPolicy.of(array, member, exit);
        boolean first =
                QuarkusTransaction.requiringNew()
                        .call(() -> write(array, member, exit, reason, next));
        if (first) {
            Failpoints.reach(Failpoint.EXIT_AFTER_COMMIT);
            record(array, member, next, reason == null ? "" + exit : exit + " (" + reason + ")");
        }
        return first;
    }

    private void record(ArraySnapshot array, MemberSnapshot member, RetryPolicy next, String text) {
        switch (next) {
            case NO -> eventLog.record(array.id(), member.index(), text);
            case INDEX, REPLACEMENT ->
                    eventLog.record(
                            array.id(),
                            member.index(),
                            "%s; attempt %d follows".formatted(text, member.attempt() + 1));
            case ARRAY -> {
                eventLog.record(array.id(), member.index(), text);
                eventLog.record(array.id(), "all members are retried, since they have a barrier");
            }
        }
    }

    private boolean write(
            ArraySnapshot array,
            MemberSnapshot member,
            ExitReason exit,
            @Nullable String reason,
            RetryPolicy next) {
        Instant now = clock.instant();
        boolean first =
                MemberRows.endAttempt(
                        array.id(), member.index(), member.attempt(), exit.toString(), reason, now);
        if (first) {
            begin(array, member, next, now);
            if (next != RetryPolicy.NO && !RetryPolicy.reportedByAgent(exit)) {
                replaceInstance(array, member);
            }
        }
        return first;
    }

    private static void begin(
            ArraySnapshot array, MemberSnapshot member, RetryPolicy next, Instant now) {
        switch (next) {
            case NO -> {}
            case INDEX -> MemberRows.retry(array.id(), List.of(member.index()), now);
            case REPLACEMENT -> MemberRows.replaceReclaimed(array.id(), member.index(), now);
            case ARRAY -> MemberRows.retry(array.id(), array.indexes(m -> true).toList(), now);
        }
    }

    private static void replaceInstance(ArraySnapshot array, MemberSnapshot member) {
        if (member.hasLiveInstance()) {
            MemberRows.replaceInstance(
                    array.id(),
                    member.index(),
                    Objects.requireNonNull(member.instance()).generation() + 1);
        }
    }
}
