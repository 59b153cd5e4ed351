package io.jobarrays.localcloud.dns;

import io.jobarrays.localcloud.route53.EmulatedZone;
import io.jobarrays.localcloud.route53.EmulatedZones;
import io.jobarrays.localcloud.route53.QuotedStrings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;
import software.amazon.awssdk.services.route53.model.ResourceRecord;
import software.amazon.awssdk.services.route53.model.ResourceRecordSet;

/** Fills a reply from a hosted zone: records, followed CNAMEs, or a negative answer. */
final class ZoneAnswer {
    private static final int MAX_CNAME_HOPS = 8;

    private final EmulatedZones zones;
    private final Message reply;

    ZoneAnswer(EmulatedZones zones, Message reply) {
        this.zones = zones;
        this.reply = reply;
    }

    static List<Record> nameServers(EmulatedZone zone) {
        return records(zone, absolute(zone.name()), Type.NS);
    }

    void fill(EmulatedZone zone, Record question) {
        Name name = question.getName();
        Optional<EmulatedZone> current = Optional.of(zone);
        for (int hops = 0; hops < MAX_CNAME_HOPS && current.isPresent(); hops++) {
            Optional<Name> target = answerFrom(current.get(), name, question.getType());
            if (target.isEmpty()) {
                return;
            }
            name = target.get();
            current = zones.zoneOf(name.toString());
        }
    }

    /** Adds the zone's records for the name; returns the target of a CNAME to follow. */
    private Optional<Name> answerFrom(EmulatedZone zone, Name name, int type) {
        List<Record> found = records(zone, name, type);
        found.forEach(record -> reply.addRecord(record, Section.ANSWER));
        if (!found.isEmpty() || type == Type.CNAME) {
            addNoDataUnless(zone, name, found.isEmpty());
            return Optional.empty();
        }
        List<Record> alias = records(zone, name, Type.CNAME);
        alias.forEach(record -> reply.addRecord(record, Section.ANSWER));
        addNoDataUnless(zone, name, alias.isEmpty());
        return alias.stream().findFirst().map(record -> ((CNAMERecord) record).getTarget());
    }

    private void addNoDataUnless(EmulatedZone zone, Name name, boolean empty) {
        if (empty) {
            records(zone, absolute(zone.name()), Type.SOA)
                    .forEach(record -> reply.addRecord(record, Section.AUTHORITY));
            if (!zone.hasNameOrBelow(name.toString()) && wildcard(zone, name).isEmpty()) {
                reply.getHeader().setRcode(Rcode.NXDOMAIN);
            }
        }
    }

    private static List<Record> records(EmulatedZone zone, Name name, int type) {
        if (type == Type.ANY) {
            return List.of();
        }
        String storedName =
                zone.hasNameOrBelow(name.toString())
                        ? name.toString()
                        : wildcard(zone, name).orElse(name.toString());
        List<Record> records = new ArrayList<>();
        zone.find(storedName, Type.string(type))
                .ifPresent(set -> set.resourceRecords().forEach(it -> add(records, name, set, it)));
        return records;
    }

    /** The nearest wildcard name above the name that has records. */
    private static Optional<String> wildcard(EmulatedZone zone, Name name) {
        for (int labels = 1; labels < name.labels() - 1; labels++) {
            String above = "*." + new Name(name, labels);
            if (zone.hasNameOrBelow(above)) {
                return Optional.of(above);
            } else if (zone.hasNameOrBelow(new Name(name, labels).toString())) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    private static void add(
            List<Record> records, Name name, ResourceRecordSet set, ResourceRecord value) {
        int type = Type.value(set.typeAsString());
        if (type == Type.TXT || type == Type.SPF) {
            // Escapes of Route 53 are octal, those of zone files are decimal.
            byte[] data = QuotedStrings.recordData(value.value());
            records.add(Record.newRecord(name, type, DClass.IN, set.ttl(), data));
            return;
        }
        try {
            records.add(
                    Record.fromString(name, type, DClass.IN, set.ttl(), value.value(), Name.root));
        } catch (IOException e) {
            throw new UncheckedIOException("a validated value cannot be parsed", e);
        }
    }

    private static Name absolute(String name) {
        return Name.fromConstantString(name);
    }
}
