package io.jobarrays.amazon.route53.deployment;

import io.jobarrays.amazon.route53.runtime.Route53BuildTimeConfig;
import io.jobarrays.amazon.route53.runtime.Route53Recorder;
import io.quarkiverse.amazon.common.deployment.AbstractAmazonServiceProcessor;
import io.quarkiverse.amazon.common.deployment.AmazonClientExtensionBuildItem;
import io.quarkiverse.amazon.common.deployment.AmazonClientExtensionBuilderInstanceBuildItem;
import io.quarkiverse.amazon.common.deployment.RequireAmazonClientInjectionBuildItem;
import io.quarkiverse.amazon.common.runtime.HasSdkBuildTimeConfig;
import io.quarkiverse.amazon.common.runtime.HasTransportBuildTimeConfig;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.annotations.ExecutionTime;
import io.quarkus.deployment.annotations.Record;
import java.util.List;
import org.jboss.jandex.DotName;
import software.amazon.awssdk.services.route53.Route53AsyncClient;
import software.amazon.awssdk.services.route53.Route53AsyncClientBuilder;
import software.amazon.awssdk.services.route53.Route53Client;
import software.amazon.awssdk.services.route53.Route53ClientBuilder;

/** Makes {@link Route53Client} and {@link Route53AsyncClient} injectable, named ones included. */
public class Route53Processor extends AbstractAmazonServiceProcessor {
    private final Route53BuildTimeConfig config;

    public Route53Processor(Route53BuildTimeConfig config) {
        this.config = config;
    }

    @BuildStep
    @Record(ExecutionTime.RUNTIME_INIT)
    void createBuilders(
            Route53Recorder recorder,
            List<RequireAmazonClientInjectionBuildItem> injections,
            BuildProducer<AmazonClientExtensionBuilderInstanceBuildItem> builders) {
        createExtensionBuilders(recorder, injections, builders);
    }

    @BuildStep
    @Record(ExecutionTime.RUNTIME_INIT)
    void setUp(Route53Recorder recorder, BuildProducer<AmazonClientExtensionBuildItem> extensions) {
        setupExtension(recorder, extensions);
    }

    @Override
    protected String amazonServiceClientName() {
        return "amazon-sdk-route53";
    }

    @Override
    protected String configName() {
        return "route53";
    }

    @Override
    protected DotName syncClientName() {
        return DotName.createSimple(Route53Client.class);
    }

    @Override
    protected Class<?> syncClientBuilderClass() {
        return Route53ClientBuilder.class;
    }

    @Override
    protected DotName asyncClientName() {
        return DotName.createSimple(Route53AsyncClient.class);
    }

    @Override
    protected Class<?> asyncClientBuilderClass() {
        return Route53AsyncClientBuilder.class;
    }

    @Override
    protected String builtinInterceptorsPath() {
        return "software/amazon/awssdk/services/route53/execution.interceptors";
    }

    @Override
    protected HasTransportBuildTimeConfig transportBuildTimeConfig() {
        return config;
    }

    @Override
    protected HasSdkBuildTimeConfig sdkBuildTimeConfig() {
        return config;
    }
}
