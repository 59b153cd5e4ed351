package io.jobarrays.server.dns;

import io.jobarrays.contract.DnsNames;
import io.jobarrays.server.SpawnConfig;
import io.jobarrays.server.SpawnConfig.Cloud;
import io.jobarrays.server.aws.AwsErrorCodes;
import io.jobarrays.server.aws.AwsFailure;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.route53.Route53Client;
import software.amazon.awssdk.services.route53.model.Change;
import software.amazon.awssdk.services.route53.model.ChangeAction;
import software.amazon.awssdk.services.route53.model.HostedZone;
import software.amazon.awssdk.services.route53.model.InvalidChangeBatchException;
import software.amazon.awssdk.services.route53.model.NoSuchHostedZoneException;
import software.amazon.awssdk.services.route53.model.RRType;
import software.amazon.awssdk.services.route53.model.ResourceRecord;
import software.amazon.awssdk.services.route53.model.ResourceRecordSet;

/** Hosted zone named {@code spawn.zone}; created if missing in the local cloud. */
@ApplicationScoped
class DnsZone {
    private static final long TTL_SECONDS = 30;

    private final Route53Client route53;
    private final SpawnConfig config;
    private volatile @Nullable String id;

    DnsZone(Route53Client route53, SpawnConfig config) {
        this.route53 = route53;
        this.config = config;
    }

    /** Result of one request, which Route 53 applies completely or not at all. */
    sealed interface ChangeResult {
        record Done() implements ChangeResult {}

        /** Nothing was changed; the messages name the refused records. */
        record Refused(List<String> messages) implements ChangeResult {}
    }

    ChangeResult change(List<? extends RecordChange> changes) {
        var batch = changes.stream().map(DnsZone::toRoute53).toList();
        String zone = id();
        try {
            route53.changeResourceRecordSets(
                    r -> r.hostedZoneId(zone).changeBatch(b -> b.changes(batch)));
            return new ChangeResult.Done();
        } catch (InvalidChangeBatchException e) {
            return new ChangeResult.Refused(
                    e.hasMessages() && !e.messages().isEmpty()
                            ? e.messages()
                            : List.of(String.valueOf(e.getMessage())));
        } catch (SdkException e) {
            throw failure("changing %d names in %s".formatted(changes.size(), config.zone()), e);
        }
    }

    /** Sorted addresses of a name; empty if the record does not exist. */
    Optional<List<String>> find(String name) {
        String zone = id();
        try {
            return route53
                    .listResourceRecordSets(
                            r ->
                                    r.hostedZoneId(zone)
                                            .startRecordName(name)
                                            .startRecordType(RRType.A)
                                            .maxItems("1"))
                    .resourceRecordSets()
                    .stream()
                    .filter(set -> set.type() == RRType.A && normalized(set.name()).equals(name))
                    .map(DnsZone::addresses)
                    .findFirst();
        } catch (SdkException e) {
            throw failure("reading " + name, e);
        }
    }

    /**
     * Addresses by name of all A records below the account's name, {@code 5k0zfnmq.spore.host}.
     * Route 53 sorts by reversed labels, so they are consecutive, and other names cost no request.
     */
    Map<String, List<String>> all() {
        String zone = id();
        String suffix = new DnsNames(config.account(), config.zone()).suffix();
        try {
            Map<String, List<String>> all = new HashMap<>();
            route53
                    .listResourceRecordSetsPaginator(
                            r -> r.hostedZoneId(zone).startRecordName(suffix))
                    .resourceRecordSets()
                    .stream()
                    .takeWhile(set -> ("." + normalized(set.name())).endsWith("." + suffix))
                    .filter(set -> set.type() == RRType.A)
                    .forEach(set -> all.put(normalized(set.name()), addresses(set)));
            return all;
        } catch (SdkException e) {
            throw failure("reading the names in " + config.zone(), e);
        }
    }

    private String id() {
        String known = id;
        if (known != null) {
            return known;
        }
        String found = lookUp().orElseGet(this::create);
        id = found;
        return found;
    }

    private Optional<String> lookUp() {
        try {
            return route53
                    .listHostedZonesByName(r -> r.dnsName(config.zone()))
                    .hostedZones()
                    .stream()
                    .filter(zone -> normalized(zone.name()).equals(config.zone()))
                    .filter(zone -> zone.config() == null || !privateZone(zone))
                    .map(DnsZone::bareId)
                    .findFirst();
        } catch (SdkException e) {
            throw failure("looking for the hosted zone " + config.zone(), e);
        }
    }

    private String create() {
        if (config.cloud() == Cloud.AWS) {
            throw new AwsFailure(
                    AwsFailure.Kind.CONFIG,
                    AwsErrorCodes.NO_SUCH_HOSTED_ZONE,
                    "this account has no public hosted zone %s: create it, or set spawn.zone to one it has"
                            .formatted(config.zone()));
        }
        try {
            return route53.createHostedZone(
                            r ->
                                    r.name(config.zone())
                                            .callerReference(UUID.randomUUID().toString()))
                    .hostedZone()
                    .id();
        } catch (SdkException e) {
            throw failure("creating the hosted zone " + config.zone(), e);
        }
    }

    private AwsFailure failure(String attempted, SdkException cause) {
        if (cause instanceof NoSuchHostedZoneException) {
            id = null;
        }
        return AwsFailure.of(attempted, cause);
    }

    /** The SDK removes the prefix in most responses, but not in ListHostedZonesByName. */
    private static String bareId(HostedZone zone) {
        return zone.id().replaceFirst("^/hostedzone/", "");
    }

    private static boolean privateZone(HostedZone zone) {
        return Boolean.TRUE.equals(zone.config().privateZone());
    }

    private static Change toRoute53(RecordChange change) {
        ChangeAction action =
                switch (change) {
                    case RecordChange.Upsert upsert -> ChangeAction.UPSERT;
                    case RecordChange.Delete delete -> ChangeAction.DELETE;
                };
        List<ResourceRecord> values =
                change.addresses().stream()
                        .map(address -> ResourceRecord.builder().value(address).build())
                        .toList();
        return Change.builder()
                .action(action)
                .resourceRecordSet(
                        s ->
                                s.name(change.name())
                                        .type(RRType.A)
                                        .ttl(TTL_SECONDS)
                                        .resourceRecords(values))
                .build();
    }

    private static List<String> addresses(ResourceRecordSet set) {
        return set.resourceRecords().stream().map(ResourceRecord::value).sorted().toList();
    }

    private static String normalized(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }
}
