package io.jobarrays.amazon.localcloud.runtime;

import io.quarkiverse.amazon.common.runtime.DevServicesBuildTimeConfig;
import io.quarkus.runtime.annotations.ConfigGroup;
import io.smallrye.config.WithDefault;

/** The common Dev Services settings, and which provider serves them. */
@ConfigGroup
public interface LocalCloudDevServicesBuildTimeConfig extends DevServicesBuildTimeConfig {

    /**
     * What stands in for AWS: {@code local-cloud} starts the local cloud as a process of this
     * machine, {@code localstack} starts a LocalStack container and needs a container engine.
     */
    @WithDefault("local-cloud")
    DevServicesProvider provider();

    /** The local cloud that is started with {@code provider=local-cloud}. */
    LocalCloudBuildTimeConfig localCloud();
}
