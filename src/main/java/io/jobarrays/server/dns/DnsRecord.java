package io.jobarrays.server.dns;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Row of a record set that an array has, or had, in the zone. */
@Entity
@Table(name = "dns_record")
class DnsRecord extends PanacheEntityBase {
    /** Desired or reached state in the zone. */
    enum State {
        /** To be written. */
        WANTED,
        WRITTEN,
        /** Refused by Route 53; kept until the array is withdrawn. */
        REFUSED,
        /** To be deleted. */
        UNWANTED,
        /** Deleted, or replaced by another array; kept for a day to recognize it in the zone. */
        WITHDRAWN
    }

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    long id;

    String arrayId = "";
    String name = "";
    String addresses = "";
    String earlier = "";

    @Enumerated(EnumType.STRING)
    State state = State.WANTED;

    boolean touched;

    /** When it was withdrawn; null in other states. */
    @Nullable Instant withdrawnAt;

    /** Replaces the addresses; those that may be in the zone are kept for a deletion. */
    void setDesired(List<String> desired) {
        String text = String.join(",", desired);
        if (text.equals(addresses) && state == State.WRITTEN) {
            return;
        }
        if (touched && !text.equals(addresses)) {
            earlier = earlier.isEmpty() ? addresses : earlier + ";" + addresses;
        }
        addresses = text;
        state = State.WANTED;
        withdrawnAt = null;
    }

    /** Whether the zone has the record with exactly these addresses. */
    boolean isIn(Map<String, List<String>> zone) {
        return split(addresses).equals(zone.get(name));
    }

    RecordChange.Upsert toUpsert() {
        return new RecordChange.Upsert(id, name, split(addresses));
    }

    RecordChange.Delete toDelete() {
        List<List<String>> others =
                earlier.isEmpty()
                        ? List.of()
                        : List.of(earlier.split(";")).stream().map(DnsRecord::split).toList();
        return new RecordChange.Delete(id, name, split(addresses), others);
    }

    static List<String> split(String addresses) {
        return List.of(addresses.split(","));
    }
}
