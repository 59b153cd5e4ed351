package io.jobarrays.server.arrays.plan;

import io.jobarrays.server.arrays.snapshot.ArraySnapshot;
import io.jobarrays.server.arrays.snapshot.MemberSnapshot;
import io.jobarrays.server.arrays.snapshot.Verdict;
import java.util.List;

/**
 * Policy that ends the work of the rest: once the array has succeeded, with {@code --on-success
 * stop-rest}, and once more indexes have failed than {@code --max-failed-indexes} allows.
 */
final class SuccessPolicy {
    private SuccessPolicy() {}

    static List<Action> of(ArraySnapshot array) {
        if (!array.any(SuccessPolicy::goesOn)) {
            return List.of();
        }
        if (Verdict.hasTooManyFailed(array)) {
            return List.of(
                    new Action.EndRest(
                            "%s failed, more than --max-failed-indexes %d"
                                    .formatted(
                                            array.indexes(MemberSnapshot::failed),
                                            array.spec().success().maxFailed())));
        }
        return array.spec().success().endsRest() && Verdict.of(array) == Verdict.SUCCEEDED
                ? List.of(new Action.EndRest(met(array)))
                : List.of();
    }

    private static String met(ArraySnapshot array) {
        return "%s succeeded, enough for --success %s"
                .formatted(array.indexes(MemberSnapshot::succeeded), array.spec().success().text());
    }

    private static boolean goesOn(MemberSnapshot member) {
        return member.open() && member.lifecycle().stopCause() == null;
    }
}
