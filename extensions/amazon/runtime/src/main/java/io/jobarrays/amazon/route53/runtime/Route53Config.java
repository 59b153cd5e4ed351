package io.jobarrays.amazon.route53.runtime;

import io.quarkiverse.amazon.common.runtime.AsyncHttpClientConfig;
import io.quarkiverse.amazon.common.runtime.HasAmazonClientRuntimeConfig;
import io.quarkiverse.amazon.common.runtime.SyncHttpClientConfig;
import io.quarkus.runtime.annotations.ConfigDocSection;
import io.quarkus.runtime.annotations.ConfigPhase;
import io.quarkus.runtime.annotations.ConfigRoot;
import io.smallrye.config.ConfigMapping;

/** Region, credentials, endpoint and transport of the Route 53 clients. */
@ConfigMapping(prefix = "quarkus.route53")
@ConfigRoot(phase = ConfigPhase.RUN_TIME)
public interface Route53Config extends HasAmazonClientRuntimeConfig {

    /** Transport of the blocking clients. */
    @ConfigDocSection
    SyncHttpClientConfig syncClient();

    /** Transport of the non-blocking clients. */
    @ConfigDocSection
    AsyncHttpClientConfig asyncClient();
}
