package io.jobarrays.server.arrays.spec;

import io.jobarrays.contract.StorageUrl;
import io.jobarrays.contract.messages.Work.CheckpointRule;
import io.jobarrays.contract.messages.Work.TimeLimit;
import io.jobarrays.server.arrays.spec.sweep.Sweep;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Work that every member runs.
 *
 * @param bundle SHA-256 of the archive unpacked into the working directory
 * @param filesFrom place of the files of the working directory; null: the bundle
 * @param collect globs of the files uploaded as outputs
 * @param collectLimit most bytes of outputs of a member, before compression
 * @param collectTo place that members send their outputs to; null: the control plane
 * @param requireOutputs whether an index without outputs has failed
 * @param inputs earlier stages whose outputs are downloaded before the work starts
 * @param onInterrupt command run on a spot interruption notice
 * @param slots of each member in the MPI hostfiles; 0: as many as it has processors
 * @param aliases whether variables of other systems are set
 * @param sweep parameters of each index; null: none
 * @param timeLimit of each attempt; null: none
 * @param keepsDirectory whether the attempts of a member on one machine have one working directory
 * @param checkpoint files kept for later attempts; null: none
 */
public record WorkSpec(
        @Nullable String userData,
        @Nullable String command,
        Map<String, String> environment,
        @Nullable String runAs,
        @Nullable String bundle,
        @Nullable StorageUrl filesFrom,
        List<String> collect,
        long collectLimit,
        @Nullable StorageUrl collectTo,
        boolean requireOutputs,
        List<String> inputs,
        @Nullable String onInterrupt,
        int slots,
        boolean aliases,
        LogStreams streams,
        @Nullable Sweep sweep,
        @Nullable TimeLimit timeLimit,
        boolean keepsDirectory,
        @Nullable CheckpointRule checkpoint) {

    /** Place of one member's outputs; empty: the control plane. */
    public Optional<StorageUrl> outputPlace(String arrayId, int index) {
        return Optional.ofNullable(collectTo).map(place -> place.resolve(arrayId + "/" + index));
    }

    /** Parameters of one index by name; empty without a sweep. */
    public Map<String, String> parameters(int index) {
        return sweep == null ? Map.of() : sweep.parameters(index);
    }

    /** Without script and command an instance runs until it is terminated. */
    public boolean isEmpty() {
        return userData == null && command == null;
    }
}
