package io.jobarrays.server.arrays;

/** Names one attempt of one index to its agent. */
final class WorkId {
    private WorkId() {}

    static String of(String arrayId, Seat seat) {
        return of(arrayId, seat.index(), seat.attempt());
    }

    static String of(String arrayId, int index, int attempt) {
        return "%s/%d/%d".formatted(arrayId, index, attempt);
    }
}
