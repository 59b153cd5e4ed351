package io.jobarrays.localcloud.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jobarrays.localcloud.protocol.AwsError;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApiLimitsTest {
    private static final Set<String> FILTERED = Set.of("Filter.1.Name", "Filter.1.Value.1");

    private static final Set<String> OPERATIONS =
            Set.of(
                    "RunInstances",
                    "StopInstances",
                    "RebootInstances",
                    "ModifyInstanceAttribute",
                    "DescribeInstances",
                    "DescribeTags",
                    "GetConsoleOutput");

    private long now;
    private final ApiLimits limits = new ApiLimits(OPERATIONS, () -> now);

    /** Figures of the page "Request throttling for the Amazon EC2 API", EC2 Developer Guide. */
    @ParameterizedTest
    @CsvSource({
        "RunInstances, 5, 2",
        "StartInstances, 5, 2",
        "StopInstances, 50, 5",
        "TerminateInstances, 100, 5",
        "RebootInstances, 50, 5",
        "CreateTags, 100, 10",
        "DeleteTags, 100, 10",
        "ModifyInstanceAttribute, 50, 5",
        "ModifyInstanceMetadataOptions, 100, 5",
        "DescribeTags, 100, 20",
        "GetConsoleOutput, 100, 20",
    })
    void requestBucketOfEc2Action(String action, int capacity, int refillPerSecond) {
        assertThat(admittedNow(action, FILTERED)).isEqualTo(capacity);

        pass(Duration.ofSeconds(1));

        assertThat(admittedNow(action, FILTERED)).isEqualTo(refillPerSecond);
    }

    /** The same page: calls without filter and page size have a smaller bucket. */
    @Test
    void unfilteredReadsHaveABucketOfTheirOwn() {
        assertThat(admittedNow("DescribeInstances", Set.of("InstanceId.1"))).isEqualTo(50);
        assertThat(admittedNow("DescribeInstances", Set.of("MaxResults"))).isEqualTo(100);

        pass(Duration.ofSeconds(1));

        assertThat(admittedNow("DescribeInstances", Set.of())).isEqualTo(10);
        assertThat(admittedNow("DescribeInstances", FILTERED)).isEqualTo(20);
    }

    /** The same page, "Resource token bucket sizes and refill rates". */
    @ParameterizedTest
    @CsvSource({
        "RunInstances, 2",
        "StartInstances, 2",
        "StopInstances, 20",
        "TerminateInstances, 20",
    })
    void resourceBucketOfEc2Action(String action, int refillPerSecond) {
        limits.takeResources(action, 400);
        limits.takeResources(action, 600);
        assertThat(refusalOfResources(action, 1)).isEqualTo("RequestLimitExceeded");

        pass(Duration.ofSeconds(1));

        limits.takeResources(action, refillPerSecond);
        assertThat(refusalOfResources(action, 1)).isEqualTo("RequestLimitExceeded");
    }

    /** AWS re:Post, "How do I avoid throttling errors in Route 53?": five a second per account. */
    @Test
    void route53HasOneBucketForAllOperations() {
        for (int i = 0; i < 5; i++) {
            limits.admit("route53", i % 2 == 0 ? "GetChange" : "ListHostedZones", Set.of());
        }

        AwsError refused =
                catchThrowableOfType(
                        AwsError.class,
                        () -> limits.admit("route53", "ChangeResourceRecordSets", Set.of()));

        assertThat(refused.code()).isEqualTo("Throttling");
        assertThat(refused.status()).isEqualTo(400);
    }

    @Test
    void throttledEc2CallAnswers503() {
        admittedNow("RunInstances", Set.of());

        assertThatThrownBy(() -> limits.admit("ec2", "RunInstances", Set.of()))
                .isInstanceOfSatisfying(
                        AwsError.class, refused -> assertThat(refused.status()).isEqualTo(503));
    }

    @Test
    void otherServicesAndUnknownNamesHaveNoLimit() {
        for (int i = 0; i < 1000; i++) {
            limits.admit("sts", "GetCallerIdentity", Set.of());
            limits.admit("ec2", "DescribeColours", Set.of());
        }

        assertThat(limits.all().map(it -> it.fields().get("name")))
                .contains("ec2:DescribeTags", "ec2:RunInstances:resources")
                .doesNotContain("ec2:DescribeColours");
        assertThatThrownBy(() -> limits.named("ec2:RunInstance"))
                .hasMessageContaining("There is no limit \"ec2:RunInstance\"");
        assertThatThrownBy(() -> limits.named("sts:GetCallerIdentity"))
                .hasMessageContaining("There is no limit \"sts:GetCallerIdentity\"");
    }

    @Test
    void disabledLimitRefusesNothing() {
        limits.named("ec2:RunInstances").enable(false);

        for (int i = 0; i < 100; i++) {
            limits.admit("ec2", "RunInstances", Set.of());
        }
        assertThat(admittedNow("StartInstances", Set.of())).isEqualTo(5);
    }

    @Test
    void enabledLimitBeginsWithAFullBucket() {
        admittedNow("RunInstances", Set.of());

        limits.named("ec2:RunInstances").enable(true);

        assertThat(admittedNow("RunInstances", Set.of())).isEqualTo(5);
    }

    @Test
    void factorAppliesToOperationsThatWereNotCalledYet() {
        limits.scaleAll(3);

        assertThat(admittedNow("RunInstances", Set.of())).isEqualTo(15);
        assertThat(admittedNow("StopInstances", Set.of())).isEqualTo(150);
    }

    @Test
    void aSmallFactorLeavesATokenInEachBucket() {
        limits.scaleAll(0.01);

        assertThat(admittedNow("RunInstances", Set.of())).isEqualTo(1);
        assertThatThrownBy(() -> limits.named("ec2:RunInstances").resize(0.5, 1))
                .hasMessageContaining("needs a capacity of at least 1");
    }

    @Test
    void resetFillsBucketsAndRaisesTheEpoch() {
        admittedNow("RunInstances", Set.of());
        int before = limits.epoch();

        limits.reset();

        assertThat(limits.epoch()).isEqualTo(before + 1);
        assertThat(admittedNow("RunInstances", Set.of())).isEqualTo(5);
    }

    private int admittedNow(String action, Set<String> parameters) {
        for (int admitted = 0; ; admitted++) {
            try {
                limits.admit("ec2", action, parameters);
            } catch (AwsError refused) {
                assertThat(refused.code()).isEqualTo("RequestLimitExceeded");
                return admitted;
            }
        }
    }

    private String refusalOfResources(String action, int count) {
        return catchThrowableOfType(AwsError.class, () -> limits.takeResources(action, count))
                .code();
    }

    private void pass(Duration time) {
        now += time.toNanos();
    }
}
