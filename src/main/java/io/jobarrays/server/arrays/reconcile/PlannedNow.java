package io.jobarrays.server.arrays.reconcile;

import io.jobarrays.server.arrays.owner.OwnedArray;
import io.jobarrays.server.arrays.plan.Action;
import io.jobarrays.server.arrays.plan.ArrayPlan;
import io.jobarrays.server.arrays.snapshot.ArraySnapshot;
import java.util.Optional;

/** Plans an action again within the change that carries it out. */
final class PlannedNow {
    private PlannedNow() {}

    /** The action of this kind as it is planned now; empty when it is not planned any more. */
    static <A extends Action> Optional<A> action(
            Class<A> kind, ArraySnapshot planned, OwnedArray array) {
        return ArrayPlan.of(array.snapshot(planned.phase()), array.now()).stream()
                .filter(kind::isInstance)
                .map(kind::cast)
                .findFirst();
    }
}
