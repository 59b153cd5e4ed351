package io.jobarrays.server.instances.rows;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.MappedSuperclass;
import jakarta.persistence.Transient;
import org.jspecify.annotations.Nullable;

/**
 * Row that one thread, its owner, keeps in memory. Each transition is a method that sets all fields
 * that belong together and registers the row for the next commit of its owner.
 */
@MappedSuperclass
public abstract class OwnedRow extends PanacheEntityBase {
    @Transient private @Nullable RowChanges changes;

    /** Registers later transitions there. */
    public final void attach(RowChanges owner) {
        changes = owner;
    }

    /** Last step of each transition; without effect before the row has an owner. */
    protected final void changed() {
        if (changes != null) {
            changes.update(this);
        }
    }
}
