package io.jobarrays.server.arrays.rows;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.util.Optional;

/** Newest published peers of an array; they stay when members end or are terminated. */
@Entity
public class PublishedPeers extends PanacheEntityBase {
    @Id public String arrayId = "";
    public int generation;

    /** The text of the peers file. */
    public String peers = "[]";

    public static PublishedPeers row(String arrayId, int generation, String peers) {
        PublishedPeers row = new PublishedPeers();
        row.arrayId = arrayId;
        row.generation = generation;
        row.peers = peers;
        return row;
    }

    /** Empty before the first publication. */
    public static Optional<PublishedPeers> of(String arrayId) {
        return QuarkusTransaction.joiningExisting().call(() -> findByIdOptional(arrayId));
    }
}
