package io.jobarrays.server.dns;

import io.jobarrays.server.dns.DnsRecord.State;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/** Rows of the records in the zone and of pending changes; each method is one transaction. */
@ApplicationScoped
class DnsRecordRows {
    private static final int MAX_RECORDS_PER_ROUND = 2000;

    /** Replaces the array's names; its other names are marked for deletion. */
    void setDesired(String arrayId, SequencedMap<String, List<String>> desired) {
        QuarkusTransaction.requiringNew()
                .run(
                        () -> {
                            supersede(arrayId, desired.keySet());
                            Map<String, List<String>> missing = new LinkedHashMap<>(desired);
                            List<String> leftover = new ArrayList<>();
                            for (DnsRecord row : rows(arrayId)) {
                                List<String> addresses = missing.remove(row.name);
                                if (addresses == null) {
                                    leftover.add(row.name);
                                } else {
                                    row.setDesired(addresses);
                                }
                            }
                            missing.forEach((name, addresses) -> add(arrayId, name, addresses));
                            markForDeletion(arrayId, leftover);
                        });
    }

    void deleteAll(String arrayId) {
        QuarkusTransaction.requiringNew()
                .run(
                        () ->
                                markForDeletion(
                                        arrayId, rows(arrayId).stream().map(r -> r.name).toList()));
    }

    boolean hasNone(String arrayId) {
        return QuarkusTransaction.requiringNew()
                .call(() -> DnsRecord.count("arrayId", arrayId) == 0);
    }

    List<RecordChange.Delete> toDelete() {
        return QuarkusTransaction.requiringNew()
                .call(
                        () ->
                                DnsRecord.<DnsRecord>find("state = ?1 order by id", State.UNWANTED)
                                        .range(0, MAX_RECORDS_PER_ROUND - 1)
                                        .stream()
                                        .map(DnsRecord::toDelete)
                                        .toList());
    }

    /** Marks the rows as touched before the call, since a crash may leave them in the zone. */
    List<RecordChange.Upsert> toWrite() {
        return QuarkusTransaction.requiringNew()
                .call(
                        () -> {
                            List<DnsRecord> rows =
                                    DnsRecord.<DnsRecord>find(
                                                    "state = ?1 order by id", State.WANTED)
                                            .withLock(LockModeType.PESSIMISTIC_WRITE)
                                            .range(0, MAX_RECORDS_PER_ROUND - 1)
                                            .list();
                            rows.forEach(row -> row.touched = true);
                            return rows.stream().map(DnsRecord::toUpsert).toList();
                        });
    }

    /** Records that the changes were made; rows changed in the meantime stay pending. */
    void confirm(Collection<? extends RecordChange> changes) {
        QuarkusTransaction.requiringNew().run(() -> changes.forEach(DnsRecordRows::confirm));
    }

    void refuse(RecordChange.Upsert change) {
        QuarkusTransaction.requiringNew()
                .run(
                        () ->
                                DnsRecord.update(
                                        "state = ?1 where id = ?2 and state = ?3",
                                        State.REFUSED,
                                        change.id(),
                                        State.WANTED));
    }

    /** Marks written records that differ in the zone to be written again. */
    void rewriteDrifted(Map<String, List<String>> zone) {
        QuarkusTransaction.requiringNew()
                .run(
                        () ->
                                DnsRecord.<DnsRecord>stream("state", State.WRITTEN)
                                        .filter(
                                                row ->
                                                        !DnsRecord.split(row.addresses)
                                                                .equals(zone.get(row.name)))
                                        .forEach(row -> row.state = State.WANTED));
    }

    boolean hasWritten() {
        return QuarkusTransaction.requiringNew()
                .call(() -> DnsRecord.count("state", State.WRITTEN) > 0);
    }

    private static void confirm(RecordChange change) {
        switch (change) {
            case RecordChange.Delete delete ->
                    DnsRecord.delete("id = ?1 and state = ?2", delete.id(), State.UNWANTED);
            case RecordChange.Upsert upsert ->
                    DnsRecord.update(
                            "state = ?1, earlier = '' where id = ?2 and state = ?3 and addresses = ?4",
                            State.WRITTEN,
                            upsert.id(),
                            State.WANTED,
                            String.join(",", upsert.addresses()));
        }
    }

    private static List<DnsRecord> rows(String arrayId) {
        return DnsRecord.<DnsRecord>find("arrayId", arrayId)
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .list();
    }

    private static void add(String arrayId, String name, List<String> addresses) {
        DnsRecord row = new DnsRecord();
        row.arrayId = arrayId;
        row.name = name;
        row.addresses = String.join(",", addresses);
        row.persist();
    }

    /** Drops pending deletions of other arrays, which would delete the new record. */
    private static void supersede(String arrayId, Collection<String> names) {
        if (!names.isEmpty()) {
            DnsRecord.delete(
                    "name in ?1 and arrayId <> ?2 and state = ?3", names, arrayId, State.UNWANTED);
        }
    }

    /** Records that were never written, or that another array has replaced, need no deletion. */
    private static void markForDeletion(String arrayId, Collection<String> names) {
        if (names.isEmpty()) {
            return;
        }
        DnsRecord.flush();
        DnsRecord.delete(
                "delete from DnsRecord r where r.arrayId = ?1 and r.name in ?2 and (r.touched = false or"
                        + " exists (select 1 from DnsRecord o where o.name = r.name"
                        + " and o.arrayId <> ?1 and o.state <> ?3))",
                arrayId,
                names,
                State.UNWANTED);
        DnsRecord.update(
                "state = ?1 where arrayId = ?2 and name in ?3", State.UNWANTED, arrayId, names);
    }
}
