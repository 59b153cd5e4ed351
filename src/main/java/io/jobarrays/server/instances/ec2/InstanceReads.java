package io.jobarrays.server.instances.ec2;

import io.jobarrays.contract.Tags;
import io.jobarrays.server.aws.AwsFailure;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Instance;

/** Calls to EC2 that describe instances. */
@ApplicationScoped
public class InstanceReads {
    private static final int MAX_RESULTS_PER_PAGE = 1000;

    /** EC2 API Reference, DescribeInstanceStatus, InstanceId.N. */
    private static final int MAX_STATUS_IDS_PER_CALL = 100;

    /** A call by ids is not paginated; 100 keep its answer, and the repetition of it, small. */
    private static final int MAX_IDS_PER_DESCRIBE = 100;

    private static final Filter NOT_TERMINATED =
            filter(
                    "instance-state-name",
                    "pending",
                    "running",
                    "stopping",
                    "stopped",
                    "shutting-down");

    private final Ec2Client ec2;
    private final String region;

    InstanceReads(Ec2Client ec2, @ConfigProperty(name = "quarkus.ec2.aws.region") String region) {
        this.ec2 = ec2;
        this.region = region;
    }

    /**
     * All instances with the tag that are not terminated. EC2 describes terminated ones for an hour
     * more, which are many where arrays follow each other.
     */
    public List<Instance> notTerminated(String tag, String value) {
        return listing(() -> list(tag(tag, value), NOT_TERMINATED));
    }

    private List<Instance> listing(Supplier<List<Instance>> call) {
        try {
            return call.get();
        } catch (SdkException e) {
            throw AwsFailure.of("listing instances in " + region, e);
        }
    }

    private List<Instance> list(Filter... filters) {
        return ec2
                .describeInstancesPaginator(
                        r -> r.filters(filters).maxResults(MAX_RESULTS_PER_PAGE))
                .reservations()
                .stream()
                .flatMap(r -> r.instances().stream())
                .toList();
    }

    /**
     * The instances that the call with this client token launched, as far as EC2 lists them yet.
     *
     * @param launchTag value of the tag {@link Tags#LAUNCH}, for an endpoint without the filter
     *     {@code client-token}
     */
    public List<Instance> launchedBy(String clientToken, String launchTag) {
        try {
            return list(filter("client-token", clientToken));
        } catch (SdkException e) {
            return listing(() -> list(tag(Tags.LAUNCH, launchTag)));
        }
    }

    private static Filter tag(String name, String value) {
        return filter("tag:" + name, value);
    }

    private static Filter filter(String name, String... values) {
        return Filter.builder().name(name).values(values).build();
    }

    /** Reads instances by their ids; an id whose call fails is in neither part of the result. */
    public InstancesById describe(Collection<String> instanceIds) {
        List<Instance> described = new ArrayList<>();
        BulkResult result =
                new BulkCall("reading", MAX_IDS_PER_DESCRIBE, ids -> describe(ids, described))
                        .runFor(instanceIds);
        Set<String> unknown = new HashSet<>(instanceIds);
        unknown.removeAll(result.refused().keySet());
        unknown.addAll(result.unknown());
        described.forEach(instance -> unknown.remove(instance.instanceId()));
        return new InstancesById(described, unknown);
    }

    private List<String> describe(List<String> instanceIds, List<Instance> described) {
        List<Instance> page =
                ec2.describeInstances(r -> r.instanceIds(instanceIds)).reservations().stream()
                        .flatMap(r -> r.instances().stream())
                        .toList();
        described.addAll(page);
        return page.stream().map(Instance::instanceId).toList();
    }

    /**
     * EC2's status checks of instances, by id. An instance is missing that EC2 does not know, that
     * is ending, or whose status EC2 did not answer.
     */
    public Map<String, InstanceHealth> health(Collection<String> instanceIds) {
        Map<String, InstanceHealth> health = new HashMap<>();
        new BulkCall(
                        "reading the status of",
                        MAX_STATUS_IDS_PER_CALL,
                        ids -> readHealth(ids, health))
                .runFor(instanceIds);
        return health;
    }

    private List<String> readHealth(List<String> ids, Map<String, InstanceHealth> health) {
        ec2.describeInstanceStatus(r -> r.instanceIds(ids).includeAllInstances(true))
                .instanceStatuses()
                .forEach(
                        status ->
                                InstanceHealth.of(status)
                                        .ifPresent(one -> health.put(status.instanceId(), one)));
        return ids;
    }
}
