package io.jobarrays.server.dns;

import io.jobarrays.server.failpoints.Failpoint;
import io.jobarrays.server.failpoints.Failpoints;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Writes the pending changes of the table to the zone, one request at a time. */
@ApplicationScoped
class ZoneWriter {
    private static final Logger LOG = Logger.getLogger(ZoneWriter.class);

    private final DnsRecordRows records;
    private final DnsZone zone;

    ZoneWriter(DnsRecordRows records, DnsZone zone) {
        this.records = records;
        this.zone = zone;
    }

    /**
     * Marks records that another program or a restart of the local cloud changed or removed, and
     * withdrawn ones that came back. Makes no call for a control plane without records.
     */
    void compare() {
        if (records.hasAny()) {
            records.compare(zone.all());
        }
    }

    /**
     * Deletes first, so that the deletion of a record does not remove its successor.
     *
     * @return whether changes were pending
     */
    boolean writePending() {
        List<RecordChange.Delete> deletions = records.toDelete();
        ChangeBatches.of(deletions).forEach(this::apply);
        List<RecordChange.Upsert> writes = records.toWrite();
        ChangeBatches.of(writes).forEach(this::apply);
        return !deletions.isEmpty() || !writes.isEmpty();
    }

    private void apply(List<RecordChange> batch) {
        Failpoints.reach(Failpoint.DNS_BEFORE_CALL);
        DnsZone.ChangeResult result = zone.change(batch);
        Failpoints.reach(Failpoint.DNS_AFTER_CALL);
        switch (result) {
            case DnsZone.ChangeResult.Done done -> records.confirm(batch);
            case DnsZone.ChangeResult.Refused refused ->
                    retryWithoutRefused(batch, refused.messages());
        }
    }

    /**
     * One wrong record makes Route 53 refuse the batch: resolves it alone, sends the rest again.
     */
    private void retryWithoutRefused(List<RecordChange> batch, List<String> messages) {
        RefusedChanges refused = RefusedChanges.of(messages);
        List<RecordChange> missing = batch.stream().filter(refused::isMissing).toList();
        List<RecordChange> wrong =
                batch.stream().filter(c -> refused.isAbout(c) && !refused.isMissing(c)).toList();
        List<RecordChange> rest = new ArrayList<>(batch);
        rest.removeAll(missing);
        rest.removeAll(wrong);
        records.confirm(missing);
        if (missing.isEmpty() && wrong.isEmpty()) {
            split(batch, messages);
            return;
        }
        wrong.forEach(change -> resolve(change, messages));
        if (!rest.isEmpty()) {
            apply(rest);
        }
    }

    private void split(List<RecordChange> batch, List<String> messages) {
        if (batch.size() == 1) {
            resolve(batch.getFirst(), messages);
            return;
        }
        int middle = batch.size() / 2;
        apply(batch.subList(0, middle));
        apply(batch.subList(middle, batch.size()));
    }

    private void resolve(RecordChange change, List<String> messages) {
        switch (change) {
            case RecordChange.Upsert upsert -> {
                LOG.warnf("Route 53 refused the name %s: %s", upsert.name(), messages);
                records.refuse(upsert);
            }
            case RecordChange.Delete delete -> resolve(delete);
        }
    }

    /** Deletes the record if this server wrote its values; leaves a record of another writer. */
    private void resolve(RecordChange.Delete delete) {
        Optional<List<String>> current = zone.find(delete.name());
        boolean own = current.filter(delete::isOwn).isPresent();
        if (own
                && zone.change(List.of(delete.withValues(current.get())))
                        instanceof DnsZone.ChangeResult.Done) {
            records.confirm(List.of(delete));
            return;
        }
        current.ifPresent(
                addresses ->
                        LOG.infof(
                                "the name %s has a record of another writer: %s",
                                delete.name(), addresses));
        records.confirm(List.of(delete));
    }
}
