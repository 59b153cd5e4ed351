package io.jobarrays.localcloud.route53;

import io.jobarrays.localcloud.limits.SizeLimits;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import software.amazon.awssdk.services.route53.model.ChangeBatch;
import software.amazon.awssdk.services.route53.model.HostedZone;
import software.amazon.awssdk.services.route53.model.ResourceRecord;
import software.amazon.awssdk.services.route53.model.ResourceRecordSet;

/** Hosted zone with its record sets; a change batch becomes visible atomically. */
public final class EmulatedZone {
    /** The example of a delegation set in the API reference of CreateHostedZone. */
    static final List<String> NAME_SERVERS =
            List.of(
                    "ns-2048.awsdns-64.com",
                    "ns-2049.awsdns-65.net",
                    "ns-2050.awsdns-66.org",
                    "ns-2051.awsdns-67.co.uk");

    private final String id;
    private final String name;
    private final String callerReference;
    private final String comment;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile NavigableMap<RecordKey, ResourceRecordSet> records;

    EmulatedZone(String id, String name, String callerReference, String comment) {
        this.id = id;
        this.name = RecordKey.canonical(name);
        this.callerReference = callerReference;
        this.comment = comment;
        this.records = new TreeMap<>();
        putRequired("NS", 172_800, NAME_SERVERS.stream().map(it -> it + ".").toList());
        putRequired(
                "SOA",
                900,
                List.of(
                        NAME_SERVERS.getFirst()
                                + ". awsdns-hostmaster.amazon.com. 1 7200 900 1209600 86400"));
    }

    /** Applies all changes of a batch or none. */
    void change(ChangeBatch batch, SizeLimits sizes) {
        lock.lock();
        try {
            records = ChangeBatchValidator.apply(batch, name, records, sizes);
        } finally {
            lock.unlock();
        }
    }

    public String id() {
        return id;
    }

    /** Name with the trailing dot. */
    public String name() {
        return name;
    }

    String callerReference() {
        return callerReference;
    }

    public Optional<ResourceRecordSet> find(String recordName, String type) {
        return Optional.ofNullable(records.get(RecordKey.of(recordName, type)));
    }

    /** Whether a record of this name or of a name below it exists. */
    public boolean hasNameOrBelow(String recordName) {
        String reversed = RecordKey.reverse(recordName);
        RecordKey next = records.ceilingKey(new RecordKey(reversed, ""));
        return next != null && next.reversed().startsWith(reversed);
    }

    Collection<ResourceRecordSet> from(RecordKey key) {
        return records.tailMap(key, true).values();
    }

    boolean isEmpty() {
        return records.size() == 2;
    }

    HostedZone view() {
        return HostedZone.builder()
                .id("/hostedzone/" + id)
                .name(name)
                .callerReference(callerReference)
                .config(c -> c.privateZone(false).comment(comment))
                .resourceRecordSetCount((long) records.size())
                .build();
    }

    private void putRequired(String type, long ttl, List<String> values) {
        records.put(
                RecordKey.of(name, type),
                ResourceRecordSet.builder()
                        .name(name)
                        .type(type)
                        .ttl(ttl)
                        .resourceRecords(
                                values.stream()
                                        .map(value -> ResourceRecord.builder().value(value).build())
                                        .toList())
                        .build());
    }
}
