package io.jobarrays.server;

import io.jobarrays.server.SpawnConfig.Cloud;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;

/** Configured endpoints of AWS's services; a server that would use two clouds must not start. */
public final class CloudEndpoints {
    private static final List<String> AWS_SERVICES = List.of("ec2", "route53");
    private static final List<String> AWS_DOMAINS =
            List.of("amazonaws.com", "amazonaws.com.cn", "api.aws", "amazonwebservices.com.cn");

    private CloudEndpoints() {}

    /** Reason why a server with this configuration must not start; empty when it may. */
    public static Optional<String> objection(Config config) {
        Map<String, Optional<URI>> endpoints = new LinkedHashMap<>();
        for (String service : AWS_SERVICES) {
            String key = "quarkus." + service + ".endpoint-override";
            endpoints.put(key, config.getOptionalValue(key, URI.class));
        }
        Cloud cloud = config.getOptionalValue("spawn.cloud", Cloud.class).orElse(Cloud.LOCAL);
        return objection(cloud, endpoints)
                .or(
                        () ->
                                PublicUrl.objection(
                                        cloud,
                                        config.getOptionalValue(PublicUrl.KEY, String.class)));
    }

    /**
     * @param endpoints endpoint of each service by the key of its setting; empty: AWS's own
     */
    static Optional<String> objection(Cloud cloud, Map<String, Optional<URI>> endpoints) {
        return switch (cloud) {
            case LOCAL ->
                    endpoints.entrySet().stream()
                            .flatMap(it -> localObjection(it.getKey(), it.getValue()).stream())
                            .findFirst();
            case AWS -> twoClouds(endpoints);
        };
    }

    private static Optional<String> localObjection(String key, Optional<URI> endpoint) {
        if (endpoint.isEmpty()) {
            return Optional.of(
                    "%s names no local cloud; start one with \"spawn up\", or set spawn.cloud=aws to use an AWS account"
                            .formatted(key));
        }
        return endpoint.filter(CloudEndpoints::isAws)
                .map(
                        url ->
                                "%s=%s is AWS itself; set spawn.cloud=aws to use an AWS account"
                                        .formatted(key, url));
    }

    /** With one service elsewhere, a test run would change an AWS account with the other. */
    private static Optional<String> twoClouds(Map<String, Optional<URI>> endpoints) {
        Map<String, URI> elsewhere = new LinkedHashMap<>();
        endpoints.forEach(
                (key, endpoint) ->
                        endpoint.filter(url -> !isAws(url))
                                .ifPresent(url -> elsewhere.put(key, url)));
        return elsewhere.entrySet().stream()
                .findFirst()
                .filter(it -> elsewhere.size() < endpoints.size())
                .map(
                        it ->
                                "%s=%s is not AWS, but another service is called at AWS; set %s, or none of them to use AWS"
                                        .formatted(
                                                it.getKey(),
                                                it.getValue(),
                                                String.join(" and ", endpoints.keySet())));
    }

    /** Whether the host is one of AWS's. */
    public static boolean isAws(URI target) {
        String host = String.valueOf(target.getHost()).toLowerCase(Locale.ROOT);
        return AWS_DOMAINS.stream().anyMatch(d -> host.equals(d) || host.endsWith("." + d));
    }
}
