package io.jobarrays.server.arrays;

import io.jobarrays.contract.IndexSet;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Everything a decision about one array needs, read at one moment.
 *
 * @param size how many members it has now
 * @param label what stands in DNS; null for none
 * @param phase the step its batch job is at; null when no job walks it here
 * @param rosterHash of the roster that was published last
 * @param suspended stopped while its work went on
 * @param completeAt when what on-complete says is due; null before its work has ended
 * @param completed that was done
 * @param launchPause no launch call before this
 * @param launchCode why the last launch call brought nothing
 * @param unsettled a launch call whose outcome is unknown
 * @param strays live instances that hold no seat any more
 */
record ArraySnapshot(
        String id,
        ArraySpec spec,
        int size,
        @Nullable String label,
        ArrayState state,
        @Nullable Phase phase,
        int peersGeneration,
        String rosterHash,
        boolean finished,
        boolean draining,
        boolean suspended,
        @Nullable String outcome,
        @Nullable Instant completeAt,
        boolean completed,
        @Nullable String launchCode,
        @Nullable String launchReason,
        Instant launchPause,
        boolean unsettled,
        List<Seat> seats,
        List<String> strays) {

    IndexSet indexes(Predicate<Seat> which) {
        return IndexSet.of(seats.stream().filter(which).map(Seat::index).toList());
    }

    int count(Predicate<Seat> which) {
        return (int) seats.stream().filter(which).count();
    }

    boolean any(Predicate<Seat> which) {
        return seats.stream().anyMatch(which);
    }

    /** Has work that one of its members has not ended. */
    boolean works() {
        return !spec.work().isNone() && any(Seat::open);
    }

    boolean hasFailed() {
        return any(seat -> !seat.open() && !seat.succeeded());
    }

    boolean givenUp() {
        return Outcome.NOT_VIABLE.equals(outcome);
    }

    /** With fewer members than this it is drained. */
    int minViable() {
        return spec.barrier() ? size : Math.min(spec.minViable(), size);
    }

    /** When waiting for a member's machine and agent ends. */
    Instant patienceEnds(Seat seat) {
        return seat.attemptAt().plus(spec.barrierTimeout());
    }

    /** What becomes of its machines now that its work has ended, or will. */
    OnComplete completion() {
        return spec.completion().after(hasFailed());
    }

    /** Its machines go as soon as its batch job is done with them. */
    boolean goesAtRelease() {
        return completion() == OnComplete.TERMINATE && spec.completion().delay().isZero();
    }

    /** Instances that are not on their way out: those in seats, and older ones. */
    List<String> running() {
        return Stream.concat(mannedIds(seat -> true).stream(), strays.stream()).toList();
    }

    List<String> mannedIds(Predicate<Seat> which) {
        return seats.stream()
                .filter(Seat::manned)
                .filter(which)
                .map(seat -> Objects.requireNonNull(seat.instance()).instanceId())
                .toList();
    }
}
