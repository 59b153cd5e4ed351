package io.jobarrays.amazon.route53.runtime;

import io.quarkiverse.amazon.common.runtime.DevServicesBuildTimeConfig;
import io.quarkiverse.amazon.common.runtime.HasSdkBuildTimeConfig;
import io.quarkiverse.amazon.common.runtime.HasTransportBuildTimeConfig;
import io.quarkus.runtime.annotations.ConfigPhase;
import io.quarkus.runtime.annotations.ConfigRoot;
import io.smallrye.config.ConfigMapping;

/** Build-time configuration of Route 53 clients. */
@ConfigMapping(prefix = "quarkus.route53")
@ConfigRoot(phase = ConfigPhase.BUILD_AND_RUN_TIME_FIXED)
public interface Route53BuildTimeConfig extends HasSdkBuildTimeConfig, HasTransportBuildTimeConfig {

    /**
     * Whether AWS is replaced in dev and test mode when no endpoint is configured; {@code
     * quarkus.ec2.devservices.provider} selects the replacement.
     */
    DevServicesBuildTimeConfig devservices();
}
