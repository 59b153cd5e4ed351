package io.jobarrays.amazon.ec2.deployment;

import io.jobarrays.amazon.ec2.runtime.Ec2BuildTimeConfig;
import io.jobarrays.amazon.ec2.runtime.Ec2Recorder;
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
import software.amazon.awssdk.services.ec2.Ec2AsyncClient;
import software.amazon.awssdk.services.ec2.Ec2AsyncClientBuilder;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.Ec2ClientBuilder;

/** Makes {@link Ec2Client} and {@link Ec2AsyncClient} injectable, named ones included. */
public class Ec2Processor extends AbstractAmazonServiceProcessor {
    private final Ec2BuildTimeConfig config;

    public Ec2Processor(Ec2BuildTimeConfig config) {
        this.config = config;
    }

    @BuildStep
    @Record(ExecutionTime.RUNTIME_INIT)
    void createBuilders(
            Ec2Recorder recorder,
            List<RequireAmazonClientInjectionBuildItem> injections,
            BuildProducer<AmazonClientExtensionBuilderInstanceBuildItem> builders) {
        createExtensionBuilders(recorder, injections, builders);
    }

    @BuildStep
    @Record(ExecutionTime.RUNTIME_INIT)
    void setUp(Ec2Recorder recorder, BuildProducer<AmazonClientExtensionBuildItem> extensions) {
        setupExtension(recorder, extensions);
    }

    @Override
    protected String amazonServiceClientName() {
        return "amazon-sdk-ec2";
    }

    @Override
    protected String configName() {
        return "ec2";
    }

    @Override
    protected DotName syncClientName() {
        return DotName.createSimple(Ec2Client.class);
    }

    @Override
    protected Class<?> syncClientBuilderClass() {
        return Ec2ClientBuilder.class;
    }

    @Override
    protected DotName asyncClientName() {
        return DotName.createSimple(Ec2AsyncClient.class);
    }

    @Override
    protected Class<?> asyncClientBuilderClass() {
        return Ec2AsyncClientBuilder.class;
    }

    @Override
    protected String builtinInterceptorsPath() {
        return "software/amazon/awssdk/services/ec2/execution.interceptors";
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
