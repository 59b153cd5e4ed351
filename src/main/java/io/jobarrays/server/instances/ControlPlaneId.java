package io.jobarrays.server.instances;

import io.jobarrays.server.instances.rows.ControlPlaneRows;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Id of this control plane; stored in the database and in a tag of every instance it launches. */
@ApplicationScoped
public class ControlPlaneId {
    private final ControlPlaneRows rows;
    private @Nullable String id;
    private @Nullable Instant createdAt;

    ControlPlaneId(ControlPlaneRows rows) {
        this.rows = rows;
    }

    public synchronized String id() {
        if (id == null) {
            id = rows.readOrCreate();
        }
        return id;
    }

    /** When the database of this control plane was created. */
    public synchronized Instant createdAt() {
        if (createdAt == null) {
            id();
            createdAt = rows.createdAt();
        }
        return createdAt;
    }
}
