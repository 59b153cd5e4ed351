package io.jobarrays.localcloud.route53;

import io.jobarrays.localcloud.limits.AccountSize;
import io.jobarrays.localcloud.limits.SizeLimits;
import io.jobarrays.localcloud.protocol.AwsError;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import software.amazon.awssdk.services.route53.model.ListHostedZonesByNameResponse;
import software.amazon.awssdk.services.route53.model.ListHostedZonesResponse;
import software.amazon.awssdk.services.route53.model.ListResourceRecordSetsResponse;
import software.amazon.awssdk.services.route53.model.ResourceRecordSet;

/** List operations of Route 53, each with its own paging. */
final class ZoneListings {
    private final SizeLimits sizes;

    ZoneListings(SizeLimits sizes) {
        this.sizes = sizes;
    }

    ListHostedZonesResponse zones(List<EmulatedZone> byId, Map<String, String> query) {
        int limit = pageSize(query, AccountSize.ZONE_PAGE_ITEMS);
        String marker = query.getOrDefault("marker", "");
        List<EmulatedZone> rest =
                byId.stream().filter(it -> it.id().compareTo(marker) >= 0).toList();
        var response =
                ListHostedZonesResponse.builder()
                        .hostedZones(rest.stream().limit(limit).map(EmulatedZone::view).toList())
                        .isTruncated(rest.size() > limit)
                        .marker(marker)
                        .maxItems(String.valueOf(limit));
        if (rest.size() > limit) {
            response.nextMarker(rest.get(limit).id());
        }
        return response.build();
    }

    ListHostedZonesByNameResponse zonesByName(
            List<EmulatedZone> byName, Map<String, String> query) {
        int limit = pageSize(query, AccountSize.ZONE_PAGE_ITEMS);
        String from = query.containsKey("dnsname") ? RecordKey.reverse(query.get("dnsname")) : "";
        String id = query.getOrDefault("hostedzoneid", "");
        if (!id.isEmpty() && from.isEmpty()) {
            throw new AwsError(
                    "InvalidInput", "The parameter hostedzoneid needs the parameter dnsname.");
        }
        Predicate<EmulatedZone> isFrom =
                zone -> {
                    int order = RecordKey.reverse(zone.name()).compareTo(from);
                    return order > 0 || (order == 0 && zone.id().compareTo(id) >= 0);
                };
        List<EmulatedZone> rest = byName.stream().filter(isFrom).toList();
        var response =
                ListHostedZonesByNameResponse.builder()
                        .hostedZones(rest.stream().limit(limit).map(EmulatedZone::view).toList())
                        .dnsName(query.get("dnsname"))
                        .hostedZoneId(query.get("hostedzoneid"))
                        .isTruncated(rest.size() > limit)
                        .maxItems(String.valueOf(limit));
        if (rest.size() > limit) {
            response.nextDNSName(rest.get(limit).name()).nextHostedZoneId(rest.get(limit).id());
        }
        return response.build();
    }

    ListResourceRecordSetsResponse records(EmulatedZone zone, Map<String, String> query) {
        int limit = pageSize(query, AccountSize.RECORD_SET_PAGE_ITEMS);
        String name = query.getOrDefault("name", "");
        String type = query.getOrDefault("type", "");
        if (name.isEmpty() && !type.isEmpty()) {
            throw new AwsError("InvalidInput", "The parameter type needs the parameter name.");
        }
        if (!type.isEmpty() && !ChangeConstraints.isType(type)) {
            throw new AwsError("InvalidInput", "There is no record type '" + type + "'.");
        }
        RecordKey from = name.isEmpty() ? new RecordKey("", "") : RecordKey.of(name, type);
        List<ResourceRecordSet> rest = zone.from(from).stream().limit(limit + 1L).toList();
        var response =
                ListResourceRecordSetsResponse.builder()
                        .resourceRecordSets(rest.stream().limit(limit).toList())
                        .isTruncated(rest.size() > limit)
                        .maxItems(String.valueOf(limit));
        if (rest.size() > limit) {
            response.nextRecordName(rest.get(limit).name())
                    .nextRecordType(rest.get(limit).typeAsString());
        }
        return response.build();
    }

    private int pageSize(Map<String, String> query, AccountSize size) {
        int limit = sizes.of(size).max();
        String asked = query.get("maxitems");
        if (asked == null) {
            return limit;
        }
        if (!asked.matches("[1-9]\\d{0,8}")) {
            throw new AwsError("InvalidInput", "'" + asked + "' is no number of items.");
        }
        return Math.min(Integer.parseInt(asked), limit);
    }
}
