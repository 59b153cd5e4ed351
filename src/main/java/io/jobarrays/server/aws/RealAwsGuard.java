package io.jobarrays.server.aws;

import io.jobarrays.server.CloudEndpoints;
import io.jobarrays.server.SpawnConfig;
import io.jobarrays.server.SpawnConfig.Cloud;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.net.URI;
import org.eclipse.microprofile.config.Config;
import software.amazon.awssdk.core.exception.SdkClientException;

/** Refuses calls to AWS unless {@code spawn.cloud=aws}, so that no test run costs money. */
@ApplicationScoped
public class RealAwsGuard {
    private final Cloud cloud;
    private final Config config;

    RealAwsGuard(SpawnConfig spawn, Config config) {
        this.cloud = spawn.cloud();
        this.config = config;
    }

    /** For starts without {@code Main}; runs before all other observers, which may call AWS. */
    void check(@Observes @Priority(1) StartupEvent started) {
        CloudEndpoints.objection(config)
                .ifPresent(
                        sentence -> {
                            throw new IllegalStateException(sentence);
                        });
    }

    /**
     * @throws SdkClientException when {@code target} is AWS and {@code spawn.cloud} is not {@code
     *     aws}
     */
    void refuse(URI target) {
        if (cloud != Cloud.AWS && CloudEndpoints.isAws(target)) {
            throw SdkClientException.create(
                    "not calling %s: spawn.cloud is not \"aws\"".formatted(target.getHost()));
        }
    }
}
