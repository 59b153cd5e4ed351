package io.jobarrays.server.arrays.snapshot;

import io.jobarrays.contract.IndexSet;
import io.jobarrays.contract.Sha256;
import java.util.stream.Collectors;

/** Tells whether members, machines and addresses are those that were published last. */
public final class PeerListHash {
    private PeerListHash() {}

    /** Empty for nobody. */
    public static String of(ArraySnapshot array, IndexSet members) {
        if (members.isEmpty()) {
            return "";
        }
        String text =
                array.members().stream()
                        .filter(seat -> members.contains(seat.index()))
                        .map(PeerListHash::line)
                        .collect(Collectors.joining("\n"));
        return Sha256.of(text);
    }

    private static String line(MemberSnapshot seat) {
        MemberSnapshot.MemberInstance instance = seat.instance();
        return instance == null
                ? "" + seat.index()
                : "%d %s %s %s"
                        .formatted(
                                seat.index(),
                                instance.instanceId(),
                                instance.privateIp(),
                                instance.publicIp());
    }
}
