package io.jobarrays.amazon.route53.runtime;

import io.quarkiverse.amazon.common.runtime.DevServicesBuildTimeConfig;
import io.quarkiverse.amazon.common.runtime.HasSdkBuildTimeConfig;
import io.quarkiverse.amazon.common.runtime.HasTransportBuildTimeConfig;
import io.quarkus.runtime.annotations.ConfigPhase;
import io.quarkus.runtime.annotations.ConfigRoot;
import io.smallrye.config.ConfigMapping;

/** What is settled about Route 53 clients when the application is built. */
@ConfigMapping(prefix = "quarkus.route53")
@ConfigRoot(phase = ConfigPhase.BUILD_AND_RUN_TIME_FIXED)
public interface Route53BuildTimeConfig extends HasSdkBuildTimeConfig, HasTransportBuildTimeConfig {

    /**
     * Whether something stands in for AWS in dev and test mode when no endpoint is configured;
     * which one is said by {@code quarkus.ec2.devservices.provider}.
     */
    DevServicesBuildTimeConfig devservices();
}
