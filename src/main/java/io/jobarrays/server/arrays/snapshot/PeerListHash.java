package io.jobarrays.server.arrays.snapshot;

import io.jobarrays.contract.IndexSet;
import io.jobarrays.contract.Sha256;
import java.util.stream.Collectors;

/** Hash over members, instances and addresses; differs when peers must be published again. */
public final class PeerListHash {
    private PeerListHash() {}

    /** Empty without members. */
    public static String of(ArraySnapshot array, IndexSet members) {
        if (members.isEmpty()) {
            return "";
        }
        String text =
                array.members().stream()
                        .filter(member -> members.contains(member.index()))
                        .map(PeerListHash::line)
                        .collect(Collectors.joining("\n"));
        return Sha256.of(text);
    }

    private static String line(MemberSnapshot member) {
        MemberSnapshot.MemberInstance instance = member.instance();
        return instance == null
                ? "" + member.index()
                : "%d %s %s %s"
                        .formatted(
                                member.index(),
                                instance.instanceId(),
                                instance.privateIp(),
                                instance.publicIp());
    }
}
