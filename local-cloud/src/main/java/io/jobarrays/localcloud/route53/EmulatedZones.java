package io.jobarrays.localcloud.route53;

import io.jobarrays.localcloud.protocol.AwsError;
import java.security.SecureRandom;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Hosted zones of the account. */
public final class EmulatedZones {
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

    /** API reference of GetHostedZone, Id. */
    private static final int MAX_ID_LENGTH = 32;

    private static final SecureRandom RANDOM = new SecureRandom();

    private final Map<String, EmulatedZone> byId = new ConcurrentHashMap<>();

    /**
     * Adds a zone.
     *
     * @param callerReference of the request; unique among the zones
     */
    public synchronized EmulatedZone create(String name, String callerReference, String comment) {
        if (byId.values().stream().anyMatch(it -> it.callerReference().equals(callerReference))) {
            throw new AwsError(
                    409,
                    "HostedZoneAlreadyExists",
                    "A hosted zone has already been created with the specified caller reference.");
        }
        EmulatedZone zone = new EmulatedZone(randomId("Z"), name, callerReference, comment);
        byId.put(zone.id(), zone);
        return zone;
    }

    void delete(EmulatedZone zone) {
        byId.remove(zone.id());
    }

    EmulatedZone require(String id) {
        if (id.length() > MAX_ID_LENGTH) {
            throw new AwsError(
                    "InvalidInput", "The id of a hosted zone has at most 32 characters: " + id);
        }
        EmulatedZone zone = byId.get(id);
        if (zone == null) {
            throw new AwsError(404, "NoSuchHostedZone", "No hosted zone found with ID: " + id);
        }
        return zone;
    }

    /** The zone of a name: the one with the longest matching name. */
    public Optional<EmulatedZone> zoneOf(String name) {
        String canonical = RecordKey.canonical(name);
        return byId.values().stream()
                .filter(
                        zone ->
                                canonical.equals(zone.name())
                                        || canonical.endsWith("." + zone.name()))
                .max(Comparator.comparing(zone -> zone.name().length()));
    }

    List<EmulatedZone> byId() {
        return byId.values().stream().sorted(Comparator.comparing(EmulatedZone::id)).toList();
    }

    List<EmulatedZone> byName() {
        return byId.values().stream()
                .sorted(
                        Comparator.comparing((EmulatedZone zone) -> RecordKey.reverse(zone.name()))
                                .thenComparing(EmulatedZone::id))
                .toList();
    }

    static String randomId(String prefix) {
        return prefix
                + RANDOM.ints(13, 0, ALPHABET.length())
                        .mapToObj(i -> ALPHABET.substring(i, i + 1))
                        .collect(Collectors.joining());
    }
}
