package io.jobarrays.server.arrays.snapshot;

import io.jobarrays.contract.IndexSet;
import io.jobarrays.contract.Sha256;

/** Hash over members, instances and addresses; differs when peers must be published again. */
public final class PeerListHash {
    private PeerListHash() {}

    /** Empty without members. */
    public static String of(ArraySnapshot array, IndexSet members) {
        if (members.isEmpty()) {
            return "";
        }
        StringBuilder text = new StringBuilder();
        for (MemberSnapshot member : array.members()) {
            if (members.contains(member.index())) {
                appendLine(member, text);
            }
        }
        return Sha256.of(text.toString());
    }

    /** Appends, since the hash is computed with every plan. */
    private static void appendLine(MemberSnapshot member, StringBuilder text) {
        if (!text.isEmpty()) {
            text.append('\n');
        }
        text.append(member.index());
        MemberSnapshot.MemberInstance instance = member.instance();
        if (instance != null) {
            text.append(' ').append(instance.instanceId());
            text.append(' ').append(instance.privateIp());
            text.append(' ').append(instance.publicIp());
        }
    }
}
