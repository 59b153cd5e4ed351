package io.jobarrays.server.arrays.verbs;

import io.jobarrays.server.arrays.snapshot.MemberSnapshot;
import org.jspecify.annotations.Nullable;

/**
 * Result of a verb for one member.
 *
 * @param result what happens to the member, or why the verb was refused for it
 */
public record MemberResult(
        int index, String name, @Nullable String instanceId, boolean ok, String result) {

    static MemberResult of(MemberSnapshot member, boolean ok, String result) {
        MemberSnapshot.MemberInstance instance = member.instance();
        return new MemberResult(
                member.index(),
                member.name(),
                instance == null ? null : instance.instanceId(),
                ok,
                result);
    }
}
