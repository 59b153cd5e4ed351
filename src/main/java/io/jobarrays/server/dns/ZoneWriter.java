package io.jobarrays.server.dns;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Brings the zone to what the table asks for, one request after the other. */
@ApplicationScoped
class ZoneWriter {
    private static final Logger LOG = Logger.getLogger(ZoneWriter.class);

    private final DnsRecordRows records;
    private final DnsZone zone;

    ZoneWriter(DnsRecordRows records, DnsZone zone) {
        this.records = records;
        this.zone = zone;
    }

    /** What another hand or a restart of the local cloud took away is asked for again. */
    void rewriteDrifted() {
        if (records.hasWritten()) {
            records.rewriteDrifted(zone.all());
        }
    }

    /**
     * Deletions first: a name that changes hands must not lose its new record to the old one's end.
     *
     * @return whether there was anything to do
     */
    boolean writePending() {
        List<RecordChange.Delete> deletions = records.toDelete();
        ChangeBatches.of(deletions).forEach(this::apply);
        List<RecordChange.Upsert> writes = records.toWrite();
        ChangeBatches.of(writes).forEach(this::apply);
        return !deletions.isEmpty() || !writes.isEmpty();
    }

    private void apply(List<RecordChange> batch) {
        switch (zone.change(batch)) {
            case DnsZone.ChangeResult.Done done -> records.confirm(batch);
            case DnsZone.ChangeResult.Refused refused ->
                    retryWithoutRefused(batch, refused.messages());
        }
    }

    /** One wrong record refuses its whole batch: it is settled alone, the rest is sent again. */
    private void retryWithoutRefused(List<RecordChange> batch, List<String> messages) {
        RefusedChanges refused = RefusedChanges.of(messages);
        List<RecordChange> gone = batch.stream().filter(refused::isMissing).toList();
        List<RecordChange> wrong =
                batch.stream().filter(c -> refused.isAbout(c) && !refused.isMissing(c)).toList();
        List<RecordChange> rest = new ArrayList<>(batch);
        rest.removeAll(gone);
        rest.removeAll(wrong);
        records.confirm(gone);
        if (gone.isEmpty() && wrong.isEmpty()) {
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
                LOG.warnf("the name %s is refused: %s", upsert.name(), messages);
                records.refuse(upsert);
            }
            case RecordChange.Delete delete -> resolve(delete);
        }
    }

    /** Deletes what stands there if it is ours; a successor's record stays. */
    private void resolve(RecordChange.Delete delete) {
        Optional<List<String>> standing = zone.find(delete.name());
        boolean ours = standing.filter(delete::isOwn).isPresent();
        if (ours
                && zone.change(List.of(delete.withValues(standing.get())))
                        instanceof DnsZone.ChangeResult.Done) {
            records.confirm(List.of(delete));
            return;
        }
        standing.ifPresent(
                addresses ->
                        LOG.infof("the name %s is another's by now: %s", delete.name(), addresses));
        records.confirm(List.of(delete));
    }
}
