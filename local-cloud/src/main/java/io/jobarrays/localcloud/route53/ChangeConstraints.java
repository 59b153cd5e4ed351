package io.jobarrays.localcloud.route53;

import io.jobarrays.localcloud.protocol.AwsError;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.route53.model.Change;
import software.amazon.awssdk.services.route53.model.ResourceRecordSet;

/** Constraints that the API reference states for a change: required fields and enumerations. */
final class ChangeConstraints {
    private static final Set<String> ACTIONS = Set.of("CREATE", "DELETE", "UPSERT");
    private static final Set<String> TYPES =
            Set.of(
                    "A", "AAAA", "CAA", "CNAME", "DS", "HTTPS", "MX", "NAPTR", "NS", "PTR", "SOA",
                    "SPF", "SRV", "SSHFP", "SVCB", "TLSA", "TXT");

    /** API reference of ResourceRecordSet, Name. */
    private static final int MAX_NAME = 1024;

    private static final String NAME = ".resourceRecordSet.name";

    /** API reference of ResourceRecord, Value. */
    private static final int MAX_VALUE = 4000;

    private ChangeConstraints() {}

    static boolean isType(String type) {
        return TYPES.contains(type);
    }

    /**
     * Checks the form of all changes.
     *
     * @throws AwsError {@code InvalidInput} for the first one that does not have it
     */
    static void check(List<Change> changes) {
        for (int i = 0; i < changes.size(); i++) {
            check(changes.get(i), "changeBatch.changes." + (i + 1) + ".member");
        }
    }

    private static void check(Change change, String at) {
        member(change.actionAsString(), at + ".action", ACTIONS);
        ResourceRecordSet set = required(change.resourceRecordSet(), at + ".resourceRecordSet");
        length(required(set.name(), at + NAME), at + NAME, MAX_NAME);
        member(set.typeAsString(), at + ".resourceRecordSet.type", TYPES);
        checkTtl(set.ttl(), at + ".resourceRecordSet.tTL");
        String value = at + ".resourceRecordSet.resourceRecords.member.value";
        set.resourceRecords()
                .forEach(record -> length(required(record.value(), value), value, MAX_VALUE));
    }

    private static void checkTtl(@Nullable Long ttl, String at) {
        if (ttl != null && (ttl < 0 || ttl > Integer.MAX_VALUE)) {
            throw invalid(
                    "Value '%d' at '%s' failed to satisfy constraint: Member must have value from 0 to %d"
                            .formatted(ttl, at, Integer.MAX_VALUE));
        }
    }

    private static void length(String value, String at, int max) {
        if (value.length() > max) {
            throw invalid(
                    "Value at '%s' failed to satisfy constraint: Member must have length less than or equal to %d"
                            .formatted(at, max));
        }
    }

    private static void member(@Nullable String value, String at, Set<String> allowed) {
        if (!allowed.contains(required(value, at))) {
            throw invalid(
                    "Value '%s' at '%s' failed to satisfy constraint: Member must satisfy enum value set: %s"
                            .formatted(value, at, allowed.stream().sorted().toList()));
        }
    }

    private static <T> T required(@Nullable T value, String at) {
        if (value == null) {
            throw invalid(
                    "Value null at '%s' failed to satisfy constraint: Member must not be null"
                            .formatted(at));
        }
        return value;
    }

    private static AwsError invalid(String what) {
        return new AwsError("InvalidInput", "1 validation error detected: " + what);
    }
}
