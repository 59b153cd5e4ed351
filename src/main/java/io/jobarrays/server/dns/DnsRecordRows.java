package io.jobarrays.server.dns;

import io.jobarrays.server.dns.DnsRecord.State;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * Rows of the records in the zone and of pending changes; each method is one transaction. Those
 * that write follow each other: they change rows of several arrays in different orders, and would
 * wait for each other in a circle.
 */
@ApplicationScoped
class DnsRecordRows {
    private static final int MAX_RECORDS_PER_ROUND = 2000;

    /** A withdrawn record that is written late, by a lost request or another process, is known. */
    private static final Duration WITHDRAWN_RETENTION = Duration.ofDays(1);

    private final Clock clock;

    DnsRecordRows(Clock clock) {
        this.clock = clock;
    }

    /** Replaces the array's names; its other names are marked for deletion. */
    void setDesired(String arrayId, SequencedMap<String, List<String>> desired) {
        writing(
                () -> {
                    supersede(arrayId, desired.keySet());
                    Map<String, List<String>> missing = new LinkedHashMap<>(desired);
                    List<String> leftover = new ArrayList<>();
                    for (DnsRecord row : rows(arrayId)) {
                        List<String> addresses = missing.remove(row.name);
                        if (addresses != null) {
                            row.setDesired(addresses);
                        } else if (row.state != State.WITHDRAWN) {
                            leftover.add(row.name);
                        }
                    }
                    missing.forEach((name, addresses) -> add(arrayId, name, addresses));
                    markForDeletion(arrayId, leftover);
                });
    }

    void deleteAll(String arrayId) {
        writing(
                () ->
                        markForDeletion(
                                arrayId,
                                rows(arrayId).stream()
                                        .filter(row -> row.state != State.WITHDRAWN)
                                        .map(row -> row.name)
                                        .toList()));
    }

    void transfer(String fromArray, String toArray) {
        writing(
                () -> {
                    DnsRecord.delete(
                            "arrayId = ?1 and name in (select r.name from DnsRecord r where"
                                    + " r.arrayId = ?2 and r.state <> ?3)",
                            toArray,
                            fromArray,
                            State.WITHDRAWN);
                    DnsRecord.update(
                            "arrayId = ?1 where arrayId = ?2 and state <> ?3",
                            toArray,
                            fromArray,
                            State.WITHDRAWN);
                });
    }

    boolean hasNone(String arrayId) {
        return QuarkusTransaction.requiringNew()
                .call(
                        () ->
                                DnsRecord.count(
                                                "arrayId = ?1 and state <> ?2",
                                                arrayId,
                                                State.WITHDRAWN)
                                        == 0);
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
                            lock();
                            List<DnsRecord> rows =
                                    DnsRecord.<DnsRecord>find(
                                                    "state = ?1 order by id", State.WANTED)
                                            .range(0, MAX_RECORDS_PER_ROUND - 1)
                                            .list();
                            rows.forEach(row -> row.touched = true);
                            return rows.stream().map(DnsRecord::toUpsert).toList();
                        });
    }

    /** Records that the changes were made; rows changed in the meantime stay pending. */
    void confirm(Collection<? extends RecordChange> changes) {
        writing(() -> changes.forEach(this::confirm));
    }

    void refuse(RecordChange.Upsert change) {
        writing(
                () ->
                        DnsRecord.update(
                                "state = ?1 where id = ?2 and state = ?3",
                                State.REFUSED,
                                change.id(),
                                State.WANTED));
    }

    /**
     * Marks written records that differ in the zone to be written, and withdrawn ones that are in
     * it with their values to be deleted.
     */
    void compare(Map<String, List<String>> zone) {
        writing(
                () -> {
                    forgetWithdrawn();
                    List<DnsRecord> rows = DnsRecord.listAll();
                    change(State.WRITTEN, State.WANTED, drifted(rows, zone));
                    change(State.WITHDRAWN, State.UNWANTED, stale(rows, zone));
                });
    }

    private static void writing(Runnable change) {
        QuarkusTransaction.requiringNew()
                .run(
                        () -> {
                            lock();
                            change.run();
                        });
    }

    /** Until the end of the transaction. */
    private static void lock() {
        DnsRecord.getEntityManager()
                .createNativeQuery(
                        "select pg_advisory_xact_lock('dns_record'::regclass::oid::bigint)",
                        Object.class)
                .getResultList();
    }

    private static void change(State from, State to, List<Long> ids) {
        if (!ids.isEmpty()) {
            DnsRecord.update("state = ?1 where state = ?2 and id in ?3", to, from, ids);
        }
    }

    private static List<Long> drifted(List<DnsRecord> rows, Map<String, List<String>> zone) {
        return rows.stream()
                .filter(row -> row.state == State.WRITTEN && !row.isIn(zone))
                .map(row -> row.id)
                .toList();
    }

    /** One row per name: Route 53 refuses two changes of a name in one request. */
    private static List<Long> stale(List<DnsRecord> rows, Map<String, List<String>> zone) {
        Map<String, Long> stale = new HashMap<>();
        rows.stream()
                .filter(row -> row.state == State.WITHDRAWN)
                .filter(row -> row.toDelete().isOwn(zone.getOrDefault(row.name, List.of())))
                .forEach(row -> stale.put(row.name, row.id));
        rows.stream()
                .filter(row -> row.state != State.WITHDRAWN)
                .forEach(row -> stale.remove(row.name));
        return List.copyOf(stale.values());
    }

    private void forgetWithdrawn() {
        DnsRecord.delete(
                "state = ?1 and withdrawnAt < ?2",
                State.WITHDRAWN,
                clock.instant().minus(WITHDRAWN_RETENTION));
    }

    /** Whether a record is, or may still be, in the zone. */
    boolean hasAny() {
        return QuarkusTransaction.requiringNew().call(() -> DnsRecord.count() > 0);
    }

    private void confirm(RecordChange change) {
        switch (change) {
            case RecordChange.Delete delete ->
                    DnsRecord.update(
                            "state = ?1, withdrawnAt = ?2 where id = ?3 and state = ?4",
                            State.WITHDRAWN,
                            clock.instant(),
                            delete.id(),
                            State.UNWANTED);
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
        return DnsRecord.list("arrayId", arrayId);
    }

    private static void add(String arrayId, String name, List<String> addresses) {
        DnsRecord row = new DnsRecord();
        row.arrayId = arrayId;
        row.name = name;
        row.addresses = String.join(",", addresses);
        row.persist();
    }

    /** Ends pending deletions of other arrays, which would delete the new record. */
    private void supersede(String arrayId, Collection<String> names) {
        if (!names.isEmpty()) {
            DnsRecord.update(
                    "state = ?1, withdrawnAt = ?2 where name in ?3 and arrayId <> ?4 and state ="
                            + " ?5",
                    State.WITHDRAWN,
                    clock.instant(),
                    names,
                    arrayId,
                    State.UNWANTED);
        }
    }

    /** Records that were never written, or that another array has replaced, need no deletion. */
    private void markForDeletion(String arrayId, Collection<String> names) {
        if (names.isEmpty()) {
            return;
        }
        DnsRecord.flush();
        DnsRecord.delete("arrayId = ?1 and name in ?2 and touched = false", arrayId, names);
        DnsRecord.update(
                "update DnsRecord r set r.state = ?1, r.withdrawnAt = ?2 where r.arrayId = ?3 and"
                        + " r.name in ?4 and exists (select 1 from DnsRecord o where o.name ="
                        + " r.name and o.arrayId <> ?3 and o.state not in (?1, ?5))",
                State.WITHDRAWN,
                clock.instant(),
                arrayId,
                names,
                State.UNWANTED);
        DnsRecord.update(
                "state = ?1 where arrayId = ?2 and name in ?3 and state <> ?4",
                State.UNWANTED,
                arrayId,
                names,
                State.WITHDRAWN);
    }
}
