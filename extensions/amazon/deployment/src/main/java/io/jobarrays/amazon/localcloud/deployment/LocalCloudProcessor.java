package io.jobarrays.amazon.localcloud.deployment;

import io.jobarrays.amazon.ec2.runtime.Ec2BuildTimeConfig;
import io.jobarrays.amazon.localcloud.runtime.DevServicesProvider;
import io.jobarrays.amazon.route53.runtime.Route53BuildTimeConfig;
import io.quarkiverse.amazon.common.runtime.DevServicesBuildTimeConfig;
import io.quarkus.deployment.IsDevServicesSupportedByLaunchMode;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.annotations.BuildSteps;
import io.quarkus.deployment.builditem.DevServicesResultBuildItem;
import io.quarkus.deployment.builditem.LaunchModeBuildItem;
import io.quarkus.deployment.dev.devservices.DevServicesConfig;
import io.quarkus.runtime.configuration.ConfigUtils;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Starts the local cloud in dev and test mode for the services that have no endpoint. */
@BuildSteps(onlyIf = {IsDevServicesSupportedByLaunchMode.class, DevServicesConfig.Enabled.class})
public class LocalCloudProcessor {
    private static final String FEATURE = "amazon-local-cloud";

    @BuildStep
    void start(
            Ec2BuildTimeConfig ec2,
            Route53BuildTimeConfig route53,
            DevServicesConfig devServices,
            LaunchModeBuildItem launchMode,
            BuildProducer<DevServicesResultBuildItem> results) {
        List<String> services = new ArrayList<>();
        if (isRequested("ec2", ec2.devservices())) {
            services.add("ec2");
        }
        if (isRequested("route53", route53.devservices())) {
            services.add("route53");
        }
        if (services.isEmpty() || ec2.devservices().provider() != DevServicesProvider.LOCAL_CLOUD) {
            return;
        }
        var planner =
                new LocalCloudPlanner(
                        ec2.devservices().localCloud(), launchMode.isTest(), devServices.timeout());
        results.produce(
                DevServicesResultBuildItem.<LocalCloudProcess>owned()
                        .feature(FEATURE)
                        .serviceName("local-cloud")
                        .description("EC2 and Route 53 of this machine")
                        .serviceConfig(planner.identity(services))
                        .<LocalCloudProcess>startable(() -> new LocalCloudProcess(planner::plan))
                        .configProvider(settings(services, launchMode.isTest()))
                        .build());
    }

    private static boolean isRequested(String service, DevServicesBuildTimeConfig config) {
        return config.enabled().orElse(true)
                && !ConfigUtils.isPropertyNonEmpty("quarkus." + service + ".endpoint-override");
    }

    /** Configuration of the application: settings of the clients and of the server. */
    private static Map<String, Function<LocalCloudProcess, String>> settings(
            List<String> services, boolean test) {
        Map<String, Function<LocalCloudProcess, String>> settings = new HashMap<>();
        for (String service : services) {
            String prefix = "quarkus." + service;
            String keys = prefix + ".aws.credentials.static-provider";
            settings.put(prefix + ".endpoint-override", cloud -> cloud.cloud().endpoint());
            settings.put(prefix + ".aws.region", cloud -> cloud.cloud().region());
            settings.put(prefix + ".aws.credentials.type", cloud -> "static");
            settings.put(keys + ".access-key-id", cloud -> cloud.cloud().accessKeyId());
            settings.put(keys + ".secret-access-key", cloud -> cloud.cloud().secretAccessKey());
        }
        settings.put("spawn.state-dir", cloud -> cloud.state().toString());
        settings.put("spawn.public-url", cloud -> cloud.cloud().publicUrl());
        settings.put("spawn.identity.certificate", cloud -> cloud.cloud().identityCertificate());
        if (!test) {
            settings.put(
                    "spawn.clock-file", cloud -> cloud.state().resolve("cloud/clock").toString());
            SourceTree.enclosing(Path.of(""))
                    .map(tree -> tree.agentArchive().toString())
                    .ifPresent(archive -> settings.put("spawn.agent.archive", cloud -> archive));
        }
        return settings;
    }
}
