package io.jobarrays.server.notify;

import io.jobarrays.server.state.SealedText;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** Row of the target that a submission names for its execution. */
@Entity
@Table(name = "notify_target")
class ExecutionTarget extends PanacheEntityBase {
    @Id public long execution;

    /** Text of a {@code NotifyTarget}. */
    @Convert(converter = SealedText.class)
    public String target = "";
}
