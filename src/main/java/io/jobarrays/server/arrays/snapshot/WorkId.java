package io.jobarrays.server.arrays.snapshot;

/** Id of one attempt of one member in messages to and from its agent. */
public final class WorkId {
    private WorkId() {}

    public static String of(String arrayId, MemberSnapshot member) {
        return of(arrayId, member.index(), member.attempt());
    }

    public static String of(String arrayId, int index, int attempt) {
        return arrayId + "/" + index + "/" + attempt;
    }
}
