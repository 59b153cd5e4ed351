package io.jobarrays.amazon.ec2.runtime;

import io.jobarrays.amazon.localcloud.runtime.LocalCloudDevServicesBuildTimeConfig;
import io.quarkiverse.amazon.common.runtime.HasSdkBuildTimeConfig;
import io.quarkiverse.amazon.common.runtime.HasTransportBuildTimeConfig;
import io.quarkus.runtime.annotations.ConfigPhase;
import io.quarkus.runtime.annotations.ConfigRoot;
import io.smallrye.config.ConfigMapping;

/** Build-time configuration of EC2 clients. */
@ConfigMapping(prefix = "quarkus.ec2")
@ConfigRoot(phase = ConfigPhase.BUILD_AND_RUN_TIME_FIXED)
public interface Ec2BuildTimeConfig extends HasSdkBuildTimeConfig, HasTransportBuildTimeConfig {

    /** Replacement for AWS in dev and test mode when no endpoint is configured. */
    LocalCloudDevServicesBuildTimeConfig devservices();
}
