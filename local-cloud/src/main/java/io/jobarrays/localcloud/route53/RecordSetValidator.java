package io.jobarrays.localcloud.route53;

import io.jobarrays.localcloud.limits.AccountSize;
import io.jobarrays.localcloud.limits.AccountSizeLimit;
import io.jobarrays.localcloud.limits.SizeLimits;
import io.jobarrays.localcloud.protocol.AwsError;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.services.route53.model.ResourceRecord;
import software.amazon.awssdk.services.route53.model.ResourceRecordSet;

/** Validates a record set on its own, independently of the zone's other records. */
final class RecordSetValidator {
    private static final Set<String> SIMPLE_FIELDS =
            Set.of("Name", "Type", "TTL", "ResourceRecords");

    private RecordSetValidator() {}

    static List<String> problems(ResourceRecordSet set, String zone, SizeLimits sizes) {
        refuseOtherThanSimple(set);
        List<String> problems = new ArrayList<>();
        AccountSizeLimit limit = sizes.of(AccountSize.VALUES_PER_RECORD_SET);
        String name = RecordKey.canonical(set.name());
        String type = set.typeAsString();
        if (!isDomainName(name)) {
            problems.add(
                    "Invalid Resource Record: 'FATAL problem: InvalidDomainName (Labels have 1 to 63 characters, names 255) encountered with '%s''"
                            .formatted(name));
        } else if (!name.equals(zone) && !name.endsWith("." + zone)) {
            problems.add("RRSet with DNS name " + name + " is not permitted in zone " + zone);
        } else if (type.equals("CNAME") && name.equals(zone)) {
            problems.add(
                    "RRSet of type CNAME with DNS name %s is not permitted at apex in zone %s"
                            .formatted(name, zone));
        } else if (set.resourceRecords().isEmpty() || set.ttl() == null) {
            problems.add(
                    "Invalid request: Expected exactly one of [AliasTarget, all of [TTL, and ResourceRecords], or TrafficPolicyInstanceId], but found none in Change with [Name=%s, Type=%s, SetIdentifier=null]"
                            .formatted(name, type));
        } else if (limit.isExceededBy(set.resourceRecords().size())) {
            problems.add(
                    "The record set %s of type %s has %d values, more than the limit of %d"
                            .formatted(name, type, set.resourceRecords().size(), limit.max()));
        } else if (type.equals("CNAME") && set.resourceRecords().size() > 1) {
            problems.add("RRSet of type CNAME with DNS name " + name + " must have one value only");
        } else {
            values(set, name, problems);
        }
        return problems;
    }

    private static boolean isDomainName(String name) {
        try {
            Name.fromString(name);
            return true;
        } catch (TextParseException e) {
            return false;
        }
    }

    /** Refuses aliases, routing policies and health checks. */
    private static void refuseOtherThanSimple(ResourceRecordSet set) {
        for (SdkField<?> field : set.sdkFields()) {
            if (field.getValueOrDefault(set) != null
                    && !SIMPLE_FIELDS.contains(field.locationName())) {
                throw AwsError.notImplemented("A record set with " + field.locationName());
            }
        }
    }

    private static void values(ResourceRecordSet set, String name, List<String> problems) {
        Set<String> seen = new HashSet<>();
        for (ResourceRecord record : set.resourceRecords()) {
            if (!seen.add(record.value())) {
                problems.add("Duplicate Resource Record: '" + record.value() + "'");
            } else {
                fault(set, name, record.value())
                        .map(
                                fault ->
                                        "Invalid Resource Record: 'FATAL problem: %s encountered with '%s''"
                                                .formatted(fault, record.value()))
                        .ifPresent(problems::add);
            }
        }
    }

    private static Optional<String> fault(ResourceRecordSet set, String name, String value) {
        String type = set.typeAsString();
        if (type.equals("TXT") || type.equals("SPF")) {
            return QuotedStrings.fault(value);
        }
        try {
            Record.fromString(
                    Name.fromString(name),
                    Type.value(type),
                    DClass.IN,
                    set.ttl(),
                    value,
                    Name.root);
            return Optional.empty();
        } catch (IllegalArgumentException | IOException e) {
            return Optional.of(fault(type));
        }
    }

    private static String fault(String type) {
        return switch (type) {
            case "A" -> "ARRDATAIllegalIPv4Address (Value is not a valid IPv4 address)";
            case "AAAA" -> "AAAARRDATAIllegalIPv6Address (Value is not a valid IPv6 address)";
            default -> "UnparsableRRData (Value is not valid for type " + type + ")";
        };
    }
}
