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
    private final EventLog story;
    private final Clock clock;

    AttemptActions(EventLog story, Clock clock) {
        this.story = story;
        this.clock = clock;
    }

    /** Once for each attempt: a second word about the same one changes nothing. */
    public void end(
            ArraySnapshot array, MemberSnapshot seat, ExitReason exit, @Nullable String reason) {
        RetryPolicy next = RetryPolicy.of(array, seat, exit);
        boolean first =
                QuarkusTransaction.requiringNew()
                        .call(() -> write(array, seat, exit, reason, next));
        if (!first) {
            return;
        }
        String told = reason == null ? exit.toString() : "%s (%s)".formatted(exit, reason);
        switch (next) {
            case NO -> story.record(array.id(), seat.index(), told);
            case INDEX, REPLACEMENT ->
                    story.record(
                            array.id(),
                            seat.index(),
                            "%s; it runs again, attempt %d".formatted(told, seat.attempt() + 1));
            case ARRAY -> {
                story.record(array.id(), seat.index(), told);
                story.record(array.id(), "its members need each other: all run again");
            }
        }
    }

    private boolean write(
            ArraySnapshot array,
            MemberSnapshot seat,
            ExitReason exit,
            @Nullable String reason,
            RetryPolicy next) {
        boolean first =
                Member.end(
                        array.id(),
                        seat.index(),
                        seat.attempt(),
                        exit.toString(),
                        reason,
                        clock.instant());
        if (first) {
            switch (next) {
                case NO -> {}
                case INDEX -> again(array, List.of(seat), "retries = retries + 1");
                case REPLACEMENT -> again(array, List.of(seat), "reclaims = reclaims + 1");
                case ARRAY -> again(array, array.members(), "retries = retries + 1");
            }
            if (next != RetryPolicy.NO && mustBeReplaced(exit)) {
                outdate(array, seat);
            }
        }
        return first;
    }

    private void again(ArraySnapshot array, List<MemberSnapshot> seats, String counted) {
        Member.again(
                array.id(),
                seats.stream().map(MemberSnapshot::index).toList(),
                ", interruptedAt = null, " + counted,
                clock.instant());
    }

    /** Of an agent that says nothing nobody knows what its machine does. */
    private static boolean mustBeReplaced(ExitReason exit) {
        return !(exit instanceof ExitReason.Exit || exit instanceof ExitReason.Signal);
    }

    private static void outdate(ArraySnapshot array, MemberSnapshot seat) {
        if (seat.hasLiveInstance()) {
            Member.update(
                    "leastGeneration = ?1 where arrayId = ?2 and index = ?3",
                    Objects.requireNonNull(seat.instance()).generation() + 1,
                    array.id(),
                    seat.index());
        }
    }
}
