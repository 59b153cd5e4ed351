package io.jobarrays.server.arrays.spec;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Work that every member runs.
 *
 * @param bundle SHA-256 of the archive unpacked into the working directory
 * @param collect globs of the files uploaded as outputs
 * @param collectLimit most bytes of outputs of a member, before compression
 * @param inputs earlier stages whose outputs are downloaded before the work starts
 * @param onInterrupt command run on a spot interruption notice
 * @param slots of each member in the MPI hostfiles; 0: as many as it has processors
 * @param aliases whether variables of other systems are set
 */
public record WorkSpec(
        @Nullable String userData,
        @Nullable String command,
        Map<String, String> environment,
        @Nullable String runAs,
        @Nullable String bundle,
        List<String> collect,
        long collectLimit,
        List<String> inputs,
        @Nullable String onInterrupt,
        int slots,
        boolean aliases,
        LogStreams streams) {

    /** Without script and command an instance runs until it is terminated. */
    public boolean isEmpty() {
        return userData == null && command == null;
    }
}
