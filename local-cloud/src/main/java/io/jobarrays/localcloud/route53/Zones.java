package io.jobarrays.localcloud.route53;

import io.jobarrays.localcloud.protocol.AwsError;
import java.security.SecureRandom;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** The hosted zones of the account. */
public final class Zones {
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Map<String, Zone> byId = new ConcurrentHashMap<>();

    /**
     * Adds a zone.
     *
     * @param callerReference of the request; each can be used once
     */
    public Zone create(String name, String callerReference, String comment) {
        if (byId.values().stream().anyMatch(it -> it.callerReference().equals(callerReference))) {
            throw new AwsError(
                    409,
                    "HostedZoneAlreadyExists",
                    "A hosted zone has already been created with the specified caller reference.");
        }
        Zone zone = new Zone(randomId("Z"), name, callerReference, comment);
        byId.put(zone.id(), zone);
        return zone;
    }

    void delete(Zone zone) {
        byId.remove(zone.id());
    }

    Zone need(String id) {
        Zone zone = byId.get(id);
        if (zone == null) {
            throw new AwsError(404, "NoSuchHostedZone", "No hosted zone found with ID: " + id);
        }
        return zone;
    }

    /** The zone a name belongs to: the one with the longest name. */
    public Optional<Zone> holding(String name) {
        String canonical = RecordKey.canonical(name);
        return byId.values().stream()
                .filter(
                        zone ->
                                canonical.equals(zone.name())
                                        || canonical.endsWith("." + zone.name()))
                .max(Comparator.comparing(zone -> zone.name().length()));
    }

    List<Zone> byId() {
        return byId.values().stream().sorted(Comparator.comparing(Zone::id)).toList();
    }

    List<Zone> byName() {
        return byId.values().stream()
                .sorted(
                        Comparator.comparing((Zone zone) -> RecordKey.reverse(zone.name()))
                                .thenComparing(Zone::id))
                .toList();
    }

    static String randomId(String prefix) {
        return prefix
                + RANDOM.ints(13, 0, ALPHABET.length())
                        .mapToObj(i -> ALPHABET.substring(i, i + 1))
                        .collect(Collectors.joining());
    }
}
