package io.jobarrays.server.instances.ec2;

import io.jobarrays.server.aws.AwsErrorCodes;
import io.jobarrays.server.aws.AwsFailure;
import io.jobarrays.server.aws.LaunchClient;
import io.jobarrays.server.instances.rows.LaunchRequest;
import io.quarkiverse.amazon.common.AmazonClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Image;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceStateChange;
import software.amazon.awssdk.services.ec2.model.Tag;

/** Calls of the server to EC2, but for {@link InstanceReads}; no other class uses the client. */
@ApplicationScoped
public class Ec2Calls {
    private final Ec2Client ec2;
    private final Ec2Client launchClient;
    private final String region;
    private final LaunchSpans spans;
    private final Map<String, Boolean> offeredTypes = new ConcurrentHashMap<>();

    Ec2Calls(
            Ec2Client ec2,
            @AmazonClient(LaunchClient.NAME) Ec2Client launches,
            @ConfigProperty(name = "quarkus.ec2.aws.region") String region,
            LaunchSpans spans) {
        this.ec2 = ec2;
        this.launchClient = launches;
        this.region = region;
        this.spans = spans;
    }

    public String region() {
        return region;
    }

    /**
     * Launches at least {@code request.least()} instances.
     *
     * @return in order of {@code ami-launch-index}
     * @throws AwsFailure when none is launched, or when that is not known ({@code AMBIGUOUS})
     */
    public List<Instance> launch(LaunchRequest request) {
        try {
            return spans.record(request, launchClient::runInstances).instances().stream()
                    .sorted(Comparator.comparingInt(Instance::amiLaunchIndex))
                    .toList();
        } catch (SdkException e) {
            throw AwsFailure.of(
                    "launching %d × %s%s in %s"
                            .formatted(
                                    request.most(),
                                    request.machine().spot() ? "spot " : "",
                                    request.instanceType(),
                                    Objects.requireNonNullElse(request.machine().az(), region)),
                    e);
        }
    }

    public BulkResult terminate(Collection<String> instanceIds) {
        return new BulkCall(
                        "terminating",
                        ids ->
                                instanceIdsOf(
                                        ec2.terminateInstances(r -> r.instanceIds(ids))
                                                .terminatingInstances()))
                .runFor(instanceIds);
    }

    public BulkResult stop(Collection<String> instanceIds, boolean hibernate) {
        return new BulkCall(
                        hibernate ? "hibernating" : "stopping",
                        ids ->
                                instanceIdsOf(
                                        ec2.stopInstances(
                                                        r ->
                                                                r.instanceIds(ids)
                                                                        .hibernate(hibernate))
                                                .stoppingInstances()))
                .runFor(instanceIds);
    }

    public BulkResult start(Collection<String> instanceIds) {
        return new BulkCall(
                        "starting",
                        ids ->
                                instanceIdsOf(
                                        ec2.startInstances(r -> r.instanceIds(ids))
                                                .startingInstances()))
                .runFor(instanceIds);
    }

    private static List<String> instanceIdsOf(List<InstanceStateChange> changes) {
        return changes.stream().map(InstanceStateChange::instanceId).toList();
    }

    /** Writes the same tags on all instances. */
    public BulkResult tag(Collection<String> instanceIds, Map<String, String> tags) {
        List<Tag> all =
                tags.entrySet().stream()
                        .map(t -> Tag.builder().key(t.getKey()).value(t.getValue()).build())
                        .toList();
        return new BulkCall(
                        "tagging",
                        ids -> {
                            ec2.createTags(r -> r.resources(ids).tags(all));
                            return ids;
                        })
                .runFor(instanceIds);
    }

    /** Whether EC2 offers the instance type; one call per type. */
    public boolean offers(String instanceType) {
        return offeredTypes.computeIfAbsent(instanceType, this::describeType);
    }

    private boolean describeType(String instanceType) {
        try {
            return !ec2.describeInstanceTypes(r -> r.instanceTypesWithStrings(instanceType))
                    .instanceTypes()
                    .isEmpty();
        } catch (SdkException e) {
            AwsFailure failure = AwsFailure.of("reading instance type " + instanceType, e);
            if (failure.code().equals(AwsErrorCodes.INVALID_INSTANCE_TYPE)) {
                return false;
            }
            throw failure;
        }
    }

    /**
     * The image of an id.
     *
     * @throws AwsFailure also when EC2 does not know it
     */
    public Image image(String ami) {
        try {
            return ec2.describeImages(r -> r.imageIds(ami)).images().getFirst();
        } catch (SdkException e) {
            throw AwsFailure.of("reading image " + ami, e);
        }
    }

    /** Memory of an instance type in MiB. */
    public long memoryMib(String instanceType) {
        try {
            return ec2.describeInstanceTypes(r -> r.instanceTypesWithStrings(instanceType))
                    .instanceTypes()
                    .getFirst()
                    .memoryInfo()
                    .sizeInMiB();
        } catch (SdkException e) {
            throw AwsFailure.of("reading instance type " + instanceType, e);
        }
    }
}
