package io.jobarrays.benchmarks.subject;

import io.jobarrays.benchmarks.plane.CallTally;
import io.jobarrays.benchmarks.plane.CloudAccess;
import io.jobarrays.benchmarks.plane.CloudControlClient;
import io.jobarrays.benchmarks.process.OwnCpu;
import io.jobarrays.benchmarks.result.Measurement;
import io.jobarrays.benchmarks.result.Metric;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesResponse;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagSpecification;
import software.amazon.awssdk.services.route53.Route53Client;
import software.amazon.awssdk.services.route53.model.ChangeAction;

/**
 * The floor: the least that a program can do to run N instances with a name each, and to end them.
 * It has no agents, no database and no handling of failures.
 */
public final class SdkLoop implements AutoCloseable {
    private static final String IMAGE = "ami-0abcdef1234567890";
    private static final String TAG = "benchmark";

    /** AWS advises against more in one call. */
    private static final int INSTANCES_PER_LAUNCH = 100;

    private static final int INSTANCES_PER_CALL = 1000;

    /** EC2 refills two requests of RunInstances a second. */
    private static final Duration LAUNCH_INTERVAL = Duration.ofMillis(500);

    private static final int LAUNCHES_AT_ONCE = 5;
    private static final Duration POLL_INTERVAL = Duration.ofSeconds(1);

    private final Ec2Client ec2;
    private final Route53Client route53;
    private final CloudControlClient cloud;
    private final Duration limit;

    /**
     * @param limit time after which a run is stopped
     */
    public SdkLoop(CloudAccess access, Duration limit) {
        this.ec2 = access.ec2();
        this.route53 = access.route53();
        this.cloud = access.control();
        this.limit = limit;
    }

    public Measurement measure(int size) throws InterruptedException {
        Measurement.Builder result = new Measurement.Builder();
        try {
            cloud.resetLimits();
            CallTally earlier = cloud.calls(CloudAccess.HARNESS);
            try {
                run(size, result);
            } finally {
                result.calls(cloud.calls(CloudAccess.HARNESS).since(earlier));
            }
        } catch (RunStopped e) {
            result.stopped(e.sentence());
        } catch (IOException | SdkException e) {
            result.stopped(e.toString());
        }
        return result.build();
    }

    @Override
    public void close() {
        ec2.close();
        route53.close();
        cloud.close();
    }

    private void run(int size, Measurement.Builder result) throws InterruptedException, RunStopped {
        String run = UUID.randomUUID().toString();
        Duration cpu = OwnCpu.now();
        Instant begin = Instant.now();
        List<String> ids = new ArrayList<>();
        List<Instance> running;
        try {
            launch(run, size, ids);
            running = await(run, size, InstanceStateName.RUNNING, begin);
        } catch (RunStopped | SdkException e) {
            // The runs that follow use the same local cloud.
            terminate(ids);
            throw e;
        }
        InstanceNames names = new InstanceNames(route53, run);
        names.change(ChangeAction.CREATE, running);
        result.seconds(Metric.RUNNING, Duration.between(begin, Instant.now()));
        result.perIndex(Metric.CPU_TO_RUNNING, OwnCpu.now().minus(cpu), size);
        terminate(ids);
        names.change(ChangeAction.DELETE, running);
        await(run, size, InstanceStateName.TERMINATED, begin);
        result.seconds(Metric.ELAPSED, Duration.between(begin, Instant.now()));
        result.perIndex(Metric.CPU, OwnCpu.now().minus(cpu), size);
    }

    private void terminate(List<String> ids) {
        for (int from = 0; from < ids.size(); from += INSTANCES_PER_CALL) {
            List<String> some = ids.subList(from, Math.min(ids.size(), from + INSTANCES_PER_CALL));
            ec2.terminateInstances(request -> request.instanceIds(some));
        }
    }

    /** Adds the ids of the launched instances. */
    private void launch(String run, int size, List<String> ids) throws InterruptedException {
        for (int from = 0; from < size; from += INSTANCES_PER_LAUNCH) {
            if (from >= LAUNCHES_AT_ONCE * INSTANCES_PER_LAUNCH) {
                Thread.sleep(LAUNCH_INTERVAL);
            }
            int count = Math.min(INSTANCES_PER_LAUNCH, size - from);
            ec2.runInstances(request(run, count)).instances().stream()
                    .map(Instance::instanceId)
                    .forEach(ids::add);
        }
    }

    private static RunInstancesRequest request(String run, int count) {
        return RunInstancesRequest.builder()
                .imageId(IMAGE)
                .instanceType("m7i.large")
                .minCount(count)
                .maxCount(count)
                .tagSpecifications(
                        TagSpecification.builder()
                                .resourceType(ResourceType.INSTANCE)
                                .tags(Tag.builder().key(TAG).value(run).build())
                                .build())
                .build();
    }

    private List<Instance> await(String run, int size, InstanceStateName state, Instant begin)
            throws InterruptedException, RunStopped {
        while (true) {
            List<Instance> all = describe(run);
            List<Instance> there = all.stream().filter(one -> one.state().name() == state).toList();
            if (there.size() == size) {
                return there;
            }
            if (Duration.between(begin, Instant.now()).compareTo(limit) > 0) {
                throw new RunStopped(
                        "not done after %d s: %d of %d instances are %s"
                                .formatted(limit.toSeconds(), there.size(), size, state));
            }
            Thread.sleep(POLL_INTERVAL);
        }
    }

    private List<Instance> describe(String run) {
        DescribeInstancesRequest request =
                DescribeInstancesRequest.builder()
                        .filters(Filter.builder().name("tag:" + TAG).values(run).build())
                        .maxResults(INSTANCES_PER_CALL)
                        .build();
        return ec2.describeInstancesPaginator(request).stream()
                .map(DescribeInstancesResponse::reservations)
                .flatMap(List::stream)
                .flatMap(reservation -> reservation.instances().stream())
                .toList();
    }
}
