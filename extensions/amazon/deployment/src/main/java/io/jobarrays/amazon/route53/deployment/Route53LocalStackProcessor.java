package io.jobarrays.amazon.route53.deployment;

import io.jobarrays.amazon.ec2.runtime.Ec2BuildTimeConfig;
import io.jobarrays.amazon.localcloud.runtime.DevServicesProvider;
import io.jobarrays.amazon.route53.runtime.Route53BuildTimeConfig;
import io.quarkiverse.amazon.common.deployment.spi.AbstractDevServicesLocalStackProcessor;
import io.quarkiverse.amazon.common.deployment.spi.DevServicesLocalStackProviderBuildItem;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import org.testcontainers.containers.localstack.LocalStackContainer;

/** Requests Route 53 of a LocalStack container for {@code provider=localstack}. */
public class Route53LocalStackProcessor extends AbstractDevServicesLocalStackProcessor {

    // The API of Quarkus Amazon Services 3.14 takes this deprecated class of Testcontainers.
    @SuppressWarnings("deprecation")
    @BuildStep
    void request(
            Ec2BuildTimeConfig ec2,
            Route53BuildTimeConfig config,
            BuildProducer<DevServicesLocalStackProviderBuildItem> requests) {
        if (ec2.devservices().provider() != DevServicesProvider.LOCALSTACK) {
            return;
        }
        var request = setup(LocalStackContainer.Service.ROUTE53, config.devservices());
        if (request != null) {
            requests.produce(request);
        }
    }
}
