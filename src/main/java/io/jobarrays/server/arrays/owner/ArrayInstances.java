package io.jobarrays.server.arrays.owner;

import io.jobarrays.server.instances.rows.InstanceOwner;
import io.jobarrays.server.instances.rows.OwnedInstances;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Instances of arrays, for the packages that do not know arrays. */
@ApplicationScoped
class ArrayInstances implements InstanceOwner {
    private final ArrayOwners owners;

    ArrayInstances(ArrayOwners owners) {
        this.owners = owners;
    }

    @Override
    public <T extends @Nullable Object> T change(
            String arrayId, Function<OwnedInstances, T> change) {
        return owners.call(arrayId, array -> change.apply(array.instances()));
    }
}
