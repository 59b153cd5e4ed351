package io.jobarrays.server.arrays.reconcile;

import io.jobarrays.contract.ExitReason;
import io.jobarrays.server.arrays.plan.RetryPolicy;
import io.jobarrays.server.arrays.rows.EventLog;
import io.jobarrays.server.arrays.rows.Member;
import io.jobarrays.server.arrays.snapshot.ArraySnapshot;
import io.jobarrays.server.arrays.snapshot.MemberSnapshot;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Ends attempts: for good, or with another one behind. */
@ApplicationScoped
public class AttemptActions {
    private final EventLog eventLog;
    private final Clock clock;

    AttemptActions(EventLog eventLog, Clock clock) {
        this.eventLog = eventLog;
        this.clock = clock;
    }

    /** Once for each attempt: a second word about the same one changes nothing. */
    public void end(
            ArraySnapshot array, MemberSnapshot member, ExitReason exit, @Nullable String reason) {
        RetryPolicy next = RetryPolicy.of(array, member, exit);
        boolean first =
                QuarkusTransaction.requiringNew()
                        .call(() -> write(array, member, exit, reason, next));
        if (!first) {
            return;
        }
        String told = reason == null ? exit.toString() : "%s (%s)".formatted(exit, reason);
        switch (next) {
            case NO -> eventLog.record(array.id(), member.index(), told);
            case INDEX, REPLACEMENT ->
                    eventLog.record(
                            array.id(),
                            member.index(),
                            "%s; it runs again, attempt %d".formatted(told, member.attempt() + 1));
            case ARRAY -> {
                eventLog.record(array.id(), member.index(), told);
                eventLog.record(array.id(), "its members need each other: all run again");
            }
        }
    }

    private boolean write(
            ArraySnapshot array,
            MemberSnapshot member,
            ExitReason exit,
            @Nullable String reason,
            RetryPolicy next) {
        boolean first =
                Member.end(
                        array.id(),
                        member.index(),
                        member.attempt(),
                        exit.toString(),
                        reason,
                        clock.instant());
        if (first) {
            switch (next) {
                case NO -> {}
                case INDEX -> again(array, List.of(member), "retries = retries + 1");
                case REPLACEMENT -> again(array, List.of(member), "reclaims = reclaims + 1");
                case ARRAY -> again(array, array.members(), "retries = retries + 1");
            }
            if (next != RetryPolicy.NO && mustBeReplaced(exit)) {
                outdate(array, member);
            }
        }
        return first;
    }

    private void again(ArraySnapshot array, List<MemberSnapshot> members, String counted) {
        Member.again(
                array.id(),
                members.stream().map(MemberSnapshot::index).toList(),
                ", interruptedAt = null, " + counted,
                clock.instant());
    }

    /** Of an agent that says nothing nobody knows what its machine does. */
    private static boolean mustBeReplaced(ExitReason exit) {
        return !(exit instanceof ExitReason.Exit || exit instanceof ExitReason.Signal);
    }

    private static void outdate(ArraySnapshot array, MemberSnapshot member) {
        if (member.hasLiveInstance()) {
            Member.update(
                    "leastGeneration = ?1 where arrayId = ?2 and index = ?3",
                    Objects.requireNonNull(member.instance()).generation() + 1,
                    array.id(),
                    member.index());
        }
    }
}
