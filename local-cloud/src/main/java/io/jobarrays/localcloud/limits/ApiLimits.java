package io.jobarrays.localcloud.limits;

import io.jobarrays.localcloud.protocol.AwsError;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * Token buckets of the account: one per EC2 action and one for all of Route 53, plus the resource
 * buckets of the actions that start and end instances.
 */
public final class ApiLimits {
    private static final Set<String> FILTER_OR_PAGE = Set.of("MaxResults", "NextToken");

    private final Map<String, ApiLimit> limits = new ConcurrentSkipListMap<>();
    private final AtomicInteger epoch = new AtomicInteger(1);
    private final SizeLimits sizes = new SizeLimits();

    /**
     * @param ec2Operations names of all operations of EC2; others have no limit
     * @param nanoTime as {@link System#nanoTime}
     */
    public ApiLimits(Set<String> ec2Operations, LongSupplier nanoTime) {
        Stream.concat(LimitDefaults.names(), ec2Operations.stream().map(name -> "ec2:" + name))
                .forEach(
                        name ->
                                limits.computeIfAbsent(
                                        name,
                                        it -> new ApiLimit(it, LimitDefaults.of(it), nanoTime)));
    }

    /**
     * Takes the token of a request.
     *
     * @param parameters names of its parameters
     * @throws AwsError {@code RequestLimitExceeded} of EC2, {@code Throttling} of Route 53
     */
    public void admit(String service, String operation, Set<String> parameters) {
        if (service.equals("ec2")) {
            String name = "ec2:" + operation;
            boolean unfiltered =
                    LimitDefaults.hasUnfilteredBucket(name) && !isFilteredOrPaged(parameters);
            takeOfEc2(unfiltered ? name + LimitDefaults.UNFILTERED : name, 1);
        } else if (service.equals(LimitDefaults.ROUTE53) && !take(LimitDefaults.ROUTE53, 1)) {
            throw route53Refusal();
        }
    }

    /**
     * Takes a token for each instance that an EC2 action changes.
     *
     * @throws AwsError {@code RequestLimitExceeded} when the bucket does not hold as many
     */
    public void takeResources(String operation, int instances) {
        takeOfEc2("ec2:" + operation + LimitDefaults.RESOURCES, instances);
    }

    /** EC2's answer to a call above a limit. */
    public static AwsError ec2Refusal() {
        return new AwsError(503, "RequestLimitExceeded", "Request limit exceeded.");
    }

    /** Route 53's answer to a call above its limit. */
    public static AwsError route53Refusal() {
        return new AwsError(400, "Throttling", "Rate exceeded");
    }

    /** Number of the last reset, which every answer carries. */
    public int epoch() {
        return epoch.get();
    }

    /** Fills every bucket and raises the epoch. */
    public void reset() {
        limits.values().forEach(ApiLimit::fill);
        epoch.incrementAndGet();
    }

    /**
     * The limit of that name, to be changed.
     *
     * @throws AwsError when there is none
     */
    public ApiLimit named(String name) {
        ApiLimit limit = limits.get(name);
        if (limit == null) {
            throw new AwsError(
                    "InvalidParameterValue",
                    "There is no limit \"%s\"; GET /_local/limits lists them.".formatted(name));
        }
        return limit;
    }

    /** Sizes that the account permits, which are not a matter of rates. */
    public SizeLimits sizes() {
        return sizes;
    }

    /** All buckets, by name. */
    public Stream<ApiLimit> all() {
        return limits.values().stream();
    }

    /** Enforces every bucket, or none. */
    public void enableAll(boolean value) {
        limits.values().forEach(limit -> limit.enable(value));
    }

    /** Multiplies the documented sizes and rates by a factor, and fills the buckets. */
    public void scaleAll(double factor) {
        limits.values().forEach(limit -> limit.scale(factor));
    }

    private void takeOfEc2(String name, int count) {
        if (!take(name, count)) {
            throw ec2Refusal();
        }
    }

    private boolean take(String name, int count) {
        ApiLimit limit = limits.get(name);
        return limit == null || limit.take(count);
    }

    private static boolean isFilteredOrPaged(Set<String> parameters) {
        return parameters.stream()
                .anyMatch(name -> name.startsWith("Filter.") || FILTER_OR_PAGE.contains(name));
    }
}
