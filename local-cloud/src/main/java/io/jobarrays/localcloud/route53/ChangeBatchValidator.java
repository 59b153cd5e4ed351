package io.jobarrays.localcloud.route53;

import io.jobarrays.localcloud.limits.AccountSize;
import io.jobarrays.localcloud.limits.AccountSizeLimit;
import io.jobarrays.localcloud.limits.SizeLimits;
import io.jobarrays.localcloud.protocol.AwsError;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.route53.model.Change;
import software.amazon.awssdk.services.route53.model.ChangeBatch;
import software.amazon.awssdk.services.route53.model.ResourceRecord;
import software.amazon.awssdk.services.route53.model.ResourceRecordSet;

/** Rules of ChangeResourceRecordSets: validates a change batch and applies it to a zone. */
final class ChangeBatchValidator {
    private final String zone;
    private final NavigableMap<RecordKey, ResourceRecordSet> records;
    private final SizeLimits sizes;
    private final Map<RecordKey, String> actions = new HashMap<>();
    private final List<String> problems = new ArrayList<>();

    private ChangeBatchValidator(
            String zone, NavigableMap<RecordKey, ResourceRecordSet> records, SizeLimits sizes) {
        this.zone = zone;
        this.records = new TreeMap<>(records);
        this.sizes = sizes;
    }

    /**
     * Applies the batch to the record sets.
     *
     * @return the record sets after the batch
     * @throws AwsError {@code InvalidChangeBatch} with all problems
     */
    static NavigableMap<RecordKey, ResourceRecordSet> apply(
            ChangeBatch batch,
            String zone,
            NavigableMap<RecordKey, ResourceRecordSet> records,
            SizeLimits sizes) {
        ChangeBatchValidator validator = new ChangeBatchValidator(zone, records, sizes);
        if (batch.changes().isEmpty()) {
            throw new AwsError("InvalidInput", "A change batch must hold a change at least.");
        }
        ChangeConstraints.check(batch.changes());
        validator.checkSizes(batch.changes());
        batch.changes().forEach(validator::change);
        if (!validator.problems.isEmpty()) {
            throw new AwsError("InvalidChangeBatch", validator.problems.toString());
        }
        return validator.records;
    }

    private void checkSizes(List<Change> changes) {
        int count = 0;
        int characters = 0;
        for (Change change : changes) {
            // Route 53 counts an UPSERT twice, as a deletion and a creation.
            int weight = "UPSERT".equals(change.actionAsString()) ? 2 : 1;
            count += weight * change.resourceRecordSet().resourceRecords().size();
            for (ResourceRecord record : change.resourceRecordSet().resourceRecords()) {
                characters += weight * record.value().length();
            }
        }
        checkSize(AccountSize.RECORDS_PER_CHANGE, count, "records");
        checkSize(AccountSize.CHARACTERS_PER_CHANGE, characters, "characters");
    }

    private void checkSize(AccountSize size, int asked, String what) {
        AccountSizeLimit limit = sizes.of(size);
        if (limit.isExceededBy(asked)) {
            problems.add("Number of %s limit of %d exceeded.".formatted(what, limit.max()));
        }
    }

    private void change(Change change) {
        ResourceRecordSet set = change.resourceRecordSet();
        List<String> invalid = RecordSetValidator.problems(set, zone, sizes);
        if (!invalid.isEmpty()) {
            problems.addAll(invalid);
            return;
        }
        RecordKey key = RecordKey.of(set.name(), set.typeAsString());
        String before = actions.put(key, change.actionAsString());
        if (before != null && !isReplacement(before, change.actionAsString())) {
            problems.add(
                    "The request contains an invalid set of changes for a resource record set '%s %s'"
                            .formatted(set.typeAsString(), RecordKey.canonical(set.name())));
            return;
        }
        ResourceRecordSet canonical = set.toBuilder().name(RecordKey.canonical(set.name())).build();
        switch (change.actionAsString()) {
            case "CREATE" -> create(key, canonical);
            case "UPSERT" -> put(key, canonical);
            case "DELETE" -> delete(key, canonical);
            default -> problems.add("Invalid action '" + change.actionAsString() + "'");
        }
    }

    /** The only two changes of a record set that a batch may hold. */
    private static boolean isReplacement(String before, String action) {
        return before.equals("DELETE") && action.equals("CREATE");
    }

    private void create(RecordKey key, ResourceRecordSet set) {
        if (records.containsKey(key)) {
            problems.add(
                    "Tried to create resource record set "
                            + describe(set)
                            + " but it already exists");
        } else {
            put(key, set);
        }
    }

    private void put(RecordKey key, ResourceRecordSet set) {
        boolean alias = key.type().equals("CNAME");
        boolean conflict =
                records
                        .subMap(new RecordKey(key.reversed(), ""), true, lastKeyOfName(key), true)
                        .keySet()
                        .stream()
                        .anyMatch(other -> alias != other.type().equals("CNAME"));
        if (conflict) {
            problems.add(
                    "RRSet of type %s with DNS name %s is not permitted as it conflicts with other records with the same DNS name in zone %s"
                            .formatted(key.type(), set.name(), zone));
        } else {
            records.put(key, set);
        }
    }

    private void delete(RecordKey key, ResourceRecordSet set) {
        ResourceRecordSet current = records.get(key);
        String attempt = "Tried to delete resource record set " + describe(set);
        if (set.name().equals(zone) && Set.of("NS", "SOA").contains(key.type())) {
            problems.add("A HostedZone must contain at least one NS record and one SOA record.");
        } else if (current == null) {
            problems.add(attempt + " but it was not found");
        } else if (!values(current).equals(values(set))
                || !Objects.equals(current.ttl(), set.ttl())) {
            problems.add(attempt + " but the values provided do not match the current values");
        } else {
            records.remove(key);
        }
    }

    private static RecordKey lastKeyOfName(RecordKey key) {
        return new RecordKey(key.reversed(), "\uffff");
    }

    private static Set<String> values(ResourceRecordSet set) {
        return set.resourceRecords().stream()
                .map(ResourceRecord::value)
                .collect(Collectors.toSet());
    }

    private static String describe(ResourceRecordSet set) {
        return "[name='%s', type='%s']".formatted(set.name(), set.typeAsString());
    }
}
