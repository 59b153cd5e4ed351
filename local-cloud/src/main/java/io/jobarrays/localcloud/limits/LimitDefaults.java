package io.jobarrays.localcloud.limits;

import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Bucket sizes and refill rates that AWS gives every account.
 *
 * <p>EC2: "Request throttling for the Amazon EC2 API", EC2 Developer Guide (ec2-api-throttling),
 * 2025. Route 53: "How do I avoid throttling errors in Route 53?", re:Post knowledge center, 2025:
 * five requests a second for the account. The Route 53 Developer Guide of 2026
 * (throttling-api-requests) has 50 and 10 instead; a client that keeps the older limit keeps the
 * newer one.
 */
final class LimitDefaults {
    static final String ROUTE53 = "route53";
    static final String RESOURCES = ":resources";
    static final String UNFILTERED = ":unfiltered";

    private static final String EC2_SOURCE = "EC2 Developer Guide, ec2-api-throttling, 2025";
    private static final String ROUTE53_SOURCE =
            "AWS re:Post, route-53-avoid-throttling-errors, 2025";
    private static final Pattern READ = Pattern.compile("ec2:(?:Describe|List|Search|Get)\\w+");

    /** Actions with a smaller bucket for calls without filter and page size. */
    private static final Map<String, Limit> UNFILTERED_READS =
            Map.of(
                    "ec2:DescribeInstances" + UNFILTERED, ec2(50, 10),
                    "ec2:DescribeInstanceStatus" + UNFILTERED, ec2(50, 10),
                    "ec2:DescribeSecurityGroups" + UNFILTERED, ec2(50, 10));

    private static final Map<String, Limit> OTHERS =
            Map.ofEntries(
                    Map.entry("ec2:RunInstances", ec2(5, 2)),
                    Map.entry("ec2:StartInstances", ec2(5, 2)),
                    Map.entry("ec2:TerminateInstances", ec2(100, 5)),
                    Map.entry("ec2:CreateTags", ec2(100, 10)),
                    Map.entry("ec2:DeleteTags", ec2(100, 10)),
                    Map.entry("ec2:ModifyInstanceMetadataOptions", ec2(100, 5)),
                    Map.entry("ec2:RunInstances" + RESOURCES, ec2(1000, 2)),
                    Map.entry("ec2:StartInstances" + RESOURCES, ec2(1000, 2)),
                    Map.entry("ec2:StopInstances" + RESOURCES, ec2(1000, 20)),
                    Map.entry("ec2:TerminateInstances" + RESOURCES, ec2(1000, 20)),
                    Map.entry(ROUTE53, new Limit(5, 5, ROUTE53_SOURCE)));

    private LimitDefaults() {}

    /** Size and rate of a bucket and the page that states them. */
    record Limit(double capacity, double refillPerSecond, String source) {}

    /** Names of the buckets with figures of their own. */
    static Stream<String> names() {
        return Stream.concat(OTHERS.keySet().stream(), UNFILTERED_READS.keySet().stream());
    }

    /** Limit of a bucket: its own, or that of the operation's category. */
    static Limit of(String name) {
        Limit own = OTHERS.getOrDefault(name, UNFILTERED_READS.get(name));
        return own == null ? category(name) : own;
    }

    /** Whether calls without filter and page size take tokens from a bucket of their own. */
    static boolean hasUnfilteredBucket(String name) {
        return UNFILTERED_READS.containsKey(name + UNFILTERED);
    }

    private static Limit category(String name) {
        return READ.matcher(name).matches() ? ec2(100, 20) : ec2(50, 5);
    }

    private static Limit ec2(double capacity, double refillPerSecond) {
        return new Limit(capacity, refillPerSecond, EC2_SOURCE);
    }
}
