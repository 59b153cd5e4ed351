package io.jobarrays.server.arrays;

import io.jobarrays.contract.IndexSet;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Everything a decision about one array needs, read at one moment.
 *
 * @param label what stands in DNS; null for none
 * @param phase the step its batch job is at; null when no job walks it here
 * @param launchPause no launch call before this
 * @param launchCode why the last launch call brought nothing
 * @param unsettled a launch call whose outcome is unknown
 */
record ArraySnapshot(
        String id,
        ArraySpec spec,
        @Nullable String label,
        ArrayState state,
        @Nullable Phase phase,
        int peersGeneration,
        boolean finished,
        boolean draining,
        @Nullable String outcome,
        @Nullable String launchCode,
        @Nullable String launchReason,
        Instant launchStartedAt,
        Instant launchPause,
        @Nullable Instant ttlDeadline,
        boolean unsettled,
        List<Seat> seats,
        List<String> strays) {

    IndexSet indexes(Predicate<Seat> which) {
        return IndexSet.of(seats.stream().filter(which).map(Seat::index).toList());
    }

    int count(Predicate<Seat> which) {
        return (int) seats.stream().filter(which).count();
    }

    /** When waiting for machines and agents ends. */
    Instant patienceEnds() {
        return launchStartedAt.plus(spec.barrierTimeout());
    }

    /** Instances that are not on their way out: those in seats, and older ones. */
    List<String> running() {
        return java.util.stream.Stream.concat(
                        seats.stream()
                                .filter(Seat::manned)
                                .map(
                                        s ->
                                                java.util.Objects.requireNonNull(s.instance())
                                                        .instanceId()),
                        strays.stream())
                .toList();
    }
}
