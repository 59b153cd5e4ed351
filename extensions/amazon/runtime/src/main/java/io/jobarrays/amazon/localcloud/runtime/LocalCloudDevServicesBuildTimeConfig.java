package io.jobarrays.amazon.localcloud.runtime;

import io.quarkiverse.amazon.common.runtime.DevServicesBuildTimeConfig;
import io.quarkus.runtime.annotations.ConfigGroup;
import io.smallrye.config.WithDefault;

/** Common Dev Services configuration and the provider. */
@ConfigGroup
public interface LocalCloudDevServicesBuildTimeConfig extends DevServicesBuildTimeConfig {

    /**
     * Replacement for AWS: {@code local-cloud} starts the local cloud as a process of this machine,
     * {@code localstack} starts a LocalStack container and needs a container engine.
     */
    @WithDefault("local-cloud")
    DevServicesProvider provider();

    /** Local cloud that {@code provider=local-cloud} starts. */
    LocalCloudBuildTimeConfig localCloud();
}
