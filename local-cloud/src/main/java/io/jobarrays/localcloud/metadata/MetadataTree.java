package io.jobarrays.localcloud.metadata;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Metadata of one instance below {@code /latest/}: values by path, directories as listings.
 *
 * @param values by path without a leading slash; made when they are read, since a signature takes a
 *     millisecond
 */
record MetadataTree(SortedMap<String, Supplier<byte[]>> values) {

    static MetadataTree of(
            InstanceIdentity instance,
            Supplier<IdentityDocument> document,
            Optional<InstanceProfileRole> role) {
        SortedMap<String, Supplier<byte[]>> values = new TreeMap<>();
        MetadataTree tree = new MetadataTree(values);
        tree.put("ami-id", instance.imageId());
        tree.put("ami-launch-index", String.valueOf(instance.launchIndex()));
        tree.put("ami-manifest-path", "(unknown)");
        tree.put("hostname", instance.privateName());
        tree.put("instance-action", "none");
        tree.put("instance-id", instance.instanceId());
        tree.put("instance-life-cycle", instance.spot() ? "spot" : "on-demand");
        tree.put("instance-type", instance.instanceType());
        tree.put("local-hostname", instance.privateName());
        tree.put("local-ipv4", instance.privateIp());
        tree.put("placement/availability-zone", instance.zone());
        tree.put("placement/availability-zone-id", instance.zoneId());
        tree.put("placement/region", instance.region());
        tree.put("profile", "default-hvm");
        tree.put("reservation-id", instance.reservationId());
        tree.put("security-groups", instance.groupName());
        tree.put("services/domain", "amazonaws.com");
        tree.put("services/partition", "aws");
        instance.publicIp().ifPresent(ip -> tree.put("public-ipv4", ip));
        instance.publicName().ifPresent(name -> tree.put("public-hostname", name));
        role.ifPresent(tree::add);
        instance.notice().ifPresent(tree::add);
        if (instance.rebalance()) {
            tree.put("events/recommendations/rebalance", rebalance(instance));
        }
        instance.tags()
                .ifPresent(
                        tags ->
                                tags.forEach(
                                        (key, value) -> tree.put("tags/instance/" + key, value)));
        if (instance.userData().length > 0) {
            values.put("user-data", instance::userData);
        }
        values.put("dynamic/instance-identity/document", () -> utf8(document.get().text()));
        values.put("dynamic/instance-identity/signature", () -> utf8(document.get().signature()));
        return tree;
    }

    /** The value at a path, or the listing of a directory; subdirectories end with a slash. */
    Optional<byte[]> find(String path) {
        Supplier<byte[]> value = values.get(path);
        if (value != null) {
            return Optional.of(value.get());
        }
        String directory = path.isEmpty() || path.endsWith("/") ? path : path + "/";
        String list =
                String.join(
                        "\n",
                        values.tailMap(directory).keySet().stream()
                                .takeWhile(it -> it.startsWith(directory))
                                .map(it -> entry(it.substring(directory.length())))
                                .distinct()
                                .toList());
        return list.isEmpty() ? Optional.empty() : Optional.of(utf8(list));
    }

    private void add(InstanceProfileRole role) {
        put("iam/info", role.info());
        put("iam/security-credentials/" + role.name(), role.credentials());
    }

    private void add(SpotNotice notice) {
        put("spot/instance-action", notice.instanceAction());
        if (notice.isTermination()) {
            put("spot/termination-time", notice.terminationTime());
        }
    }

    /** A recommendation without an interruption notice has the time of the launch. */
    private static String rebalance(InstanceIdentity instance) {
        Instant time = instance.notice().map(SpotNotice::givenAt).orElse(instance.launchedAt());
        return "{\"noticeTime\": \"%s\"}".formatted(time.truncatedTo(ChronoUnit.SECONDS));
    }

    private void put(String name, String value) {
        byte[] bytes = utf8(value);
        values.put("meta-data/" + name, () -> bytes);
    }

    private static String entry(String rest) {
        int slash = rest.indexOf('/');
        return slash < 0 ? rest : rest.substring(0, slash + 1);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
