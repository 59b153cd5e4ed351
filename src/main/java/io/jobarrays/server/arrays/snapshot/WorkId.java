package io.jobarrays.server.arrays.snapshot;

/** Names one attempt of one index to its agent. */
public final class WorkId {
    private WorkId() {}

    public static String of(String arrayId, MemberSnapshot seat) {
        return of(arrayId, seat.index(), seat.attempt());
    }

    public static String of(String arrayId, int index, int attempt) {
        return "%s/%d/%d".formatted(arrayId, index, attempt);
    }
}
