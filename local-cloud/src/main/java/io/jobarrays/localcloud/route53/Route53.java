package io.jobarrays.localcloud.route53;

import io.jobarrays.localcloud.limits.AccountSize;
import io.jobarrays.localcloud.limits.AccountSizeLimit;
import io.jobarrays.localcloud.limits.SizeLimits;
import io.jobarrays.localcloud.protocol.AwsError;
import io.jobarrays.localcloud.protocol.XmlReader;
import java.time.Clock;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;
import org.xbill.DNS.TextParseException;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.route53.model.ChangeResourceRecordSetsRequest;
import software.amazon.awssdk.services.route53.model.ChangeResourceRecordSetsResponse;
import software.amazon.awssdk.services.route53.model.CreateHostedZoneRequest;
import software.amazon.awssdk.services.route53.model.CreateHostedZoneResponse;
import software.amazon.awssdk.services.route53.model.DelegationSet;
import software.amazon.awssdk.services.route53.model.DeleteHostedZoneResponse;
import software.amazon.awssdk.services.route53.model.GetChangeResponse;
import software.amazon.awssdk.services.route53.model.GetDnssecResponse;
import software.amazon.awssdk.services.route53.model.GetHostedZoneResponse;

/** Operations of Route 53. */
public final class Route53 {
    private final EmulatedZones zones;
    private final SizeLimits sizes;
    private final ZoneListings listings;
    private final ChangeLog changes;

    public Route53(EmulatedZones zones, SizeLimits sizes, Clock clock) {
        this.zones = zones;
        this.sizes = sizes;
        this.listings = new ZoneListings(sizes);
        this.changes = new ChangeLog(clock);
    }

    SdkPojo createZone(byte[] body) {
        CreateHostedZoneRequest request = XmlReader.read(body, CreateHostedZoneRequest.builder());
        if (request.name() == null || request.callerReference() == null) {
            throw new AwsError("InvalidInput", "Name and CallerReference are needed.");
        }
        checkReference(request.callerReference());
        checkName(request.name());
        if (request.delegationSetId() != null) {
            throw AwsError.notImplemented("A reusable delegation set");
        }
        if (request.vpc() != null || isPrivate(request)) {
            throw AwsError.notImplemented("A private hosted zone");
        }
        String comment = comment(request);
        checkComment(comment);
        EmulatedZone zone = zones.create(request.name(), request.callerReference(), comment);
        return CreateHostedZoneResponse.builder()
                .hostedZone(zone.view())
                .changeInfo(changes.add())
                .delegationSet(delegation())
                .build();
    }

    private static boolean isPrivate(CreateHostedZoneRequest request) {
        return request.hostedZoneConfig() != null
                && Boolean.TRUE.equals(request.hostedZoneConfig().privateZone());
    }

    SdkPojo zone(String id) {
        return GetHostedZoneResponse.builder()
                .hostedZone(zones.require(id).view())
                .delegationSet(delegation())
                .build();
    }

    SdkPojo deleteZone(String id) {
        EmulatedZone zone = zones.require(id);
        if (!zone.isEmpty()) {
            throw new AwsError(
                    "HostedZoneNotEmpty",
                    "The specified hosted zone contains non-required resource record sets and so"
                            + " cannot be deleted.");
        }
        zones.delete(zone);
        return DeleteHostedZoneResponse.builder().changeInfo(changes.add()).build();
    }

    /** Zones are not signed. */
    SdkPojo dnssec(String id) {
        zones.require(id);
        return GetDnssecResponse.builder().status(s -> s.serveSignature("NOT_SIGNING")).build();
    }

    SdkPojo zones(Map<String, String> query) {
        return listings.zones(zones.byId(), query);
    }

    SdkPojo zonesByName(Map<String, String> query) {
        return listings.zonesByName(zones.byName(), query);
    }

    SdkPojo records(String zoneId, Map<String, String> query) {
        return listings.records(zones.require(zoneId), query);
    }

    SdkPojo changeRecords(String zoneId, byte[] body) {
        EmulatedZone zone = zones.require(zoneId);
        var request = XmlReader.read(body, ChangeResourceRecordSetsRequest.builder());
        if (request.changeBatch() == null) {
            throw new AwsError("InvalidInput", "ChangeBatch is needed.");
        }
        checkComment(request.changeBatch().comment());
        zone.change(request.changeBatch(), sizes);
        return ChangeResourceRecordSetsResponse.builder().changeInfo(changes.add()).build();
    }

    SdkPojo change(String id) {
        return GetChangeResponse.builder().changeInfo(changes.get(id)).build();
    }

    private void checkReference(String reference) {
        AccountSizeLimit limit = sizes.of(AccountSize.CALLER_REFERENCE_CHARACTERS);
        if (reference.isEmpty() || limit.isExceededBy(reference.length())) {
            throw new AwsError(
                    "InvalidInput", "CallerReference has 1 to " + limit.max() + " characters.");
        }
    }

    private static void checkName(String name) {
        try {
            Name.fromString(name, Name.root);
        } catch (TextParseException e) {
            throw new AwsError("InvalidDomainName", name + " is not a valid domain name.");
        }
    }

    private void checkComment(@Nullable String comment) {
        sizes.of(AccountSize.COMMENT_CHARACTERS)
                .require(
                        comment == null ? 0 : comment.length(),
                        max ->
                                new AwsError(
                                        "InvalidInput",
                                        "Comment has at most " + max + " characters."));
    }

    private static String comment(CreateHostedZoneRequest request) {
        @Nullable String comment =
                request.hostedZoneConfig() == null ? null : request.hostedZoneConfig().comment();
        return comment == null ? "" : comment;
    }

    private static DelegationSet delegation() {
        return DelegationSet.builder().nameServers(EmulatedZone.NAME_SERVERS).build();
    }
}
