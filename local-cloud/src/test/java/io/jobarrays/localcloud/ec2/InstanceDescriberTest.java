package io.jobarrays.localcloud.ec2;

import static io.jobarrays.localcloud.ec2.Ec2Assertions.filter;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jobarrays.localcloud.CloudFixture;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesResponse;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.Tag;

class InstanceDescriberTest {
    @RegisterExtension static final CloudFixture CLOUD = new CloudFixture(40);
    private static List<String> ids = List.of();

    @BeforeAll
    static void launchTwelve() {
        ids = Ec2Assertions.launch(CLOUD, 12);
        tag(ids.subList(0, 4), "spawn:job-array-name", "compute");
        tag(ids.subList(4, 6), "spawn:job-array-name", "computer");
        tag(ids.subList(6, 7), "odd", "a*b");
    }

    @Test
    void withoutMaxResultsAllInstancesAreOnePageInLaunchOrder() {
        DescribeInstancesResponse all = describe(it -> {});

        assertThat(idsOf(all)).containsExactlyElementsOf(ids);
        assertThat(all.nextToken()).isNull();
        assertThat(all.reservations()).hasSize(1);
    }

    @Test
    void allFiltersMustMatchByAnyOfTheirValues() {
        assertThat(found(filter("tag:spawn:job-array-name", "compute")))
                .isEqualTo(ids.subList(0, 4));
        assertThat(found(filter("tag:spawn:job-array-name", "compute", "computer")))
                .isEqualTo(ids.subList(0, 6));
        assertThat(
                        found(
                                filter("tag-key", "spawn:job-array-name"),
                                filter("instance-id", ids.get(1), ids.get(9))))
                .containsExactly(ids.get(1));
        assertThat(found(filter("instance-state-name", "stopped"))).isEmpty();
        assertThat(found(filter("instance-type", "t3.micro"), filter("launch-index", "11")))
                .containsExactly(ids.get(11));
    }

    @Test
    void filtersSupportWildcards() {
        assertThat(found(filter("tag:spawn:job-array-name", "comp*"))).isEqualTo(ids.subList(0, 6));
        assertThat(found(filter("tag:spawn:job-array-name", "compute?")))
                .isEqualTo(ids.subList(4, 6));
        assertThat(found(filter("tag:odd", "a\\*b"))).isEqualTo(ids.subList(6, 7));
        assertThat(found(filter("tag:odd", "a\\*"))).isEmpty();
        assertThat(found(filter("tag:spawn:job-array-name", "comp.*"))).isEmpty();
    }

    @Test
    void unknownFilterIsRefused() {
        Ec2Exception refused = refusal(it -> it.filters(filter("job-array", "compute")));

        assertThat(refused.awsErrorDetails().errorCode()).isEqualTo("InvalidParameterValue");
        assertThat(refused.getMessage()).contains("The filter 'job-array' is invalid");
    }

    @Test
    void nextTokenContinuesAfterThePreviousPage() {
        var first = describe(it -> it.maxResults(5));
        var second = describe(it -> it.maxResults(5).nextToken(first.nextToken()));
        var third = describe(it -> it.maxResults(5).nextToken(second.nextToken()));

        assertThat(idsOf(first)).isEqualTo(ids.subList(0, 5));
        assertThat(idsOf(second)).isEqualTo(ids.subList(5, 10));
        assertThat(idsOf(third)).isEqualTo(ids.subList(10, 12));
        assertThat(third.nextToken()).isNull();
    }

    @Test
    void sdkPaginatorReturnsEveryInstanceOnce() {
        var pages = CLOUD.ec2().describeInstancesPaginator(it -> it.maxResults(5));

        assertThat(
                        pages.reservations().stream()
                                .flatMap(it -> it.instances().stream())
                                .map(Instance::instanceId))
                .containsExactlyElementsOf(ids);
    }

    @Test
    void maxResultsOutOfRangeIsRefused() {
        assertThat(refusal(it -> it.maxResults(4)).getMessage()).contains("between 5 and 1000");
        assertThat(refusal(it -> it.maxResults(1001)).getMessage()).contains("between 5 and 1000");
        assertThat(refusal(it -> it.maxResults(5).instanceIds(ids)).awsErrorDetails().errorCode())
                .isEqualTo("InvalidParameterCombination");
        assertThat(refusal(it -> it.maxResults(5).nextToken("?")).awsErrorDetails().errorCode())
                .isEqualTo("InvalidNextToken");
    }

    @Test
    void unknownIdIsNamedInTheError() {
        Ec2Exception unknown = refusal(it -> it.instanceIds(ids.getFirst(), "i-0123456789abcdef0"));
        Ec2Exception malformed = refusal(it -> it.instanceIds("compute-1"));

        assertThat(unknown.awsErrorDetails().errorCode()).isEqualTo("InvalidInstanceID.NotFound");
        assertThat(unknown.getMessage())
                .contains("The instance ID 'i-0123456789abcdef0' does not exist");
        assertThat(malformed.awsErrorDetails().errorCode())
                .isEqualTo("InvalidInstanceID.Malformed");
    }

    private static List<String> found(Filter... filters) {
        return idsOf(describe(it -> it.filters(filters)));
    }

    private static DescribeInstancesResponse describe(
            Consumer<DescribeInstancesRequest.Builder> parameters) {
        return CLOUD.ec2().describeInstances(parameters);
    }

    private static Ec2Exception refusal(Consumer<DescribeInstancesRequest.Builder> parameters) {
        return catchThrowableOfType(Ec2Exception.class, () -> describe(parameters));
    }

    private static List<String> idsOf(DescribeInstancesResponse response) {
        return response.reservations().stream()
                .flatMap(it -> it.instances().stream())
                .map(Instance::instanceId)
                .toList();
    }

    private static void tag(List<String> resources, String key, String value) {
        CLOUD.ec2()
                .createTags(
                        it ->
                                it.resources(resources)
                                        .tags(Tag.builder().key(key).value(value).build()));
    }
}
