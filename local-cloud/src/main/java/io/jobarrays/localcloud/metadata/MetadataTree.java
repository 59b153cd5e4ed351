package io.jobarrays.localcloud.metadata;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What stands under {@code /latest/} for one instance: values by path, folders listed.
 *
 * @param values by path without a slash in front
 */
record MetadataTree(SortedMap<String, byte[]> values) {

    static MetadataTree of(
            InstanceIdentity self, IdentityDocument document, Optional<InstanceProfileRole> role) {
        SortedMap<String, byte[]> values = new TreeMap<>();
        MetadataTree tree = new MetadataTree(values);
        tree.put("ami-id", self.imageId());
        tree.put("ami-launch-index", String.valueOf(self.launchIndex()));
        tree.put("ami-manifest-path", "(unknown)");
        tree.put("hostname", self.privateName());
        tree.put("instance-action", "none");
        tree.put("instance-id", self.instanceId());
        tree.put("instance-life-cycle", self.spot() ? "spot" : "on-demand");
        tree.put("instance-type", self.instanceType());
        tree.put("local-hostname", self.privateName());
        tree.put("local-ipv4", self.privateIp());
        tree.put("placement/availability-zone", self.zone());
        tree.put("placement/availability-zone-id", self.zoneId());
        tree.put("placement/region", self.region());
        tree.put("profile", "default-hvm");
        tree.put("reservation-id", self.reservationId());
        tree.put("security-groups", self.groupName());
        tree.put("services/domain", "amazonaws.com");
        tree.put("services/partition", "aws");
        self.publicIp().ifPresent(ip -> tree.put("public-ipv4", ip));
        self.publicName().ifPresent(name -> tree.put("public-hostname", name));
        role.ifPresent(tree::add);
        self.notice().ifPresent(tree::add);
        self.tags()
                .ifPresent(
                        tags ->
                                tags.forEach(
                                        (key, value) -> tree.put("tags/instance/" + key, value)));
        if (self.userData().length > 0) {
            values.put("user-data", self.userData());
        }
        values.put("dynamic/instance-identity/document", utf8(document.text()));
        values.put("dynamic/instance-identity/signature", utf8(document.signature()));
        return tree;
    }

    /** The value, or the list of a folder's entries; folders in it end with a slash. */
    Optional<byte[]> find(String path) {
        byte[] value = values.get(path);
        if (value != null) {
            return Optional.of(value);
        }
        String folder = path.isEmpty() || path.endsWith("/") ? path : path + "/";
        String list =
                String.join(
                        "\n",
                        values.tailMap(folder).keySet().stream()
                                .takeWhile(it -> it.startsWith(folder))
                                .map(it -> entry(it.substring(folder.length())))
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
        put("events/recommendations/rebalance", notice.rebalance());
        if (notice.isTermination()) {
            put("spot/termination-time", notice.terminationTime());
        }
    }

    private void put(String name, String value) {
        values.put("meta-data/" + name, utf8(value));
    }

    private static String entry(String rest) {
        int slash = rest.indexOf('/');
        return slash < 0 ? rest : rest.substring(0, slash + 1);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
