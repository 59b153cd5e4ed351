package io.jobarrays.server.aws;

import io.jobarrays.server.SpawnConfig;
import io.jobarrays.server.SpawnConfig.Cloud;
import io.quarkus.runtime.PreventFurtherStepsException;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;
import software.amazon.awssdk.core.exception.SdkClientException;

/** Refuses calls to AWS unless {@code spawn.cloud=aws}, so that no test run costs money. */
@ApplicationScoped
public class RealAwsGuard {
    private static final List<String> AWS_SERVICES = List.of("ec2", "route53");
    private static final List<String> AWS_DOMAINS =
            List.of("amazonaws.com", "amazonaws.com.cn", "api.aws", "amazonwebservices.com.cn");
    private static final int USAGE_EXIT_CODE = 2;

    private final Cloud cloud;
    private final Config config;

    RealAwsGuard(SpawnConfig spawn, Config config) {
        this.cloud = spawn.cloud();
        this.config = config;
    }

    /** Runs before all other observers, which may call AWS. */
    void check(@Observes @Priority(1) StartupEvent started) {
        for (String service : AWS_SERVICES) {
            String key = "quarkus." + service + ".endpoint-override";
            objection(cloud, key, config.getOptionalValue(key, URI.class))
                    .ifPresent(
                            sentence -> {
                                throw new PreventFurtherStepsException(
                                        "spawn: " + sentence, USAGE_EXIT_CODE);
                            });
        }
    }

    /**
     * @throws SdkClientException when {@code target} is AWS and {@code spawn.cloud} is not {@code
     *     aws}
     */
    void refuse(URI target) {
        if (cloud != Cloud.AWS && isAws(target)) {
            throw SdkClientException.create(
                    "not calling %s: spawn.cloud is not \"aws\"".formatted(target.getHost()));
        }
    }

    /** Reason why a server with these settings must not start; empty when it may. */
    static Optional<String> objection(Cloud cloud, String key, Optional<URI> endpoint) {
        if (cloud == Cloud.AWS) {
            return Optional.empty();
        }
        if (endpoint.isEmpty()) {
            return Optional.of(
                    "%s names no local cloud; start one with \"spawn up\", or set spawn.cloud=aws to use an AWS account"
                            .formatted(key));
        }
        return endpoint.filter(RealAwsGuard::isAws)
                .map(
                        url ->
                                "%s=%s is AWS itself; set spawn.cloud=aws to use an AWS account"
                                        .formatted(key, url));
    }

    private static boolean isAws(URI target) {
        String host = String.valueOf(target.getHost()).toLowerCase(Locale.ROOT);
        return AWS_DOMAINS.stream().anyMatch(d -> host.equals(d) || host.endsWith("." + d));
    }
}
