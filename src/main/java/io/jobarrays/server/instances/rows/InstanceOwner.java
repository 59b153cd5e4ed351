package io.jobarrays.server.instances.rows;

import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Access to the instances of an array by their only writer; implemented above this package. */
public interface InstanceOwner {
    /**
     * Runs the change on the owner's thread; returns when its rows are committed. The change has no
     * other effects, since it is repeated when another change of the same commit fails.
     */
    <T extends @Nullable Object> T change(String arrayId, Function<OwnedInstances, T> change);

    /** As {@link #change}, without a result. */
    default void run(String arrayId, Consumer<OwnedInstances> change) {
        change(
                arrayId,
                instances -> {
                    change.accept(instances);
                    return true;
                });
    }
}
