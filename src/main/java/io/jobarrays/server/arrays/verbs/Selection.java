package io.jobarrays.server.arrays.verbs;

import io.jobarrays.contract.IndexSet;
import io.jobarrays.server.arrays.snapshot.ArraySnapshot;
import io.jobarrays.server.arrays.snapshot.MemberSnapshot;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An array, or some of its members.
 *
 * @param members null: the whole array
 */
public record Selection(String arrayId, @Nullable IndexSet members) {
    public boolean has(int index) {
        return members == null || members.contains(index);
    }

    List<MemberSnapshot> membersOf(ArraySnapshot array) {
        return array.members().stream().filter(member -> has(member.index())).toList();
    }

    /** For event texts. */
    String text() {
        return members == null ? "all" : members.toString();
    }
}
