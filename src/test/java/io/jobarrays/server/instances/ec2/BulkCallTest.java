package io.jobarrays.server.instances.ec2;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;

/** A call that EC2 refuses for some ids is made again for the others. */
class BulkCallTest {
    private static final List<String> THOUSAND =
            IntStream.range(0, 1000).mapToObj(i -> "i-0%04x".formatted(i)).toList();
    private static final List<String> UNKNOWN = List.of("i-00003", "i-000ff", "i-00300");

    private final List<List<String>> calls = new ArrayList<>();

    @Test
    void repeatsWithoutTheIdsThatTheRefusalNames() {
        BulkResult result =
                new BulkCall(
                                "terminating",
                                ids -> refusing(ids, "The instance IDs '%s' do not exist"))
                        .runFor(THOUSAND);

        assertThat(calls).hasSize(2);
        assertThat(result.done()).hasSize(997).doesNotContainAnyElementsOf(UNKNOWN);
        assertThat(result.unknown()).containsExactlyInAnyOrderElementsOf(UNKNOWN);
        assertThat(result.refused()).containsOnlyKeys(UNKNOWN.toArray(String[]::new));
    }

    @Test
    void halvesACallWhoseRefusalNamesNoId() {
        BulkResult result =
                new BulkCall("terminating", ids -> refusing(ids, "some instances do not exist"))
                        .runFor(THOUSAND);

        assertThat(calls).hasSizeBetween(20, 70);
        assertThat(result.unknown()).containsExactlyInAnyOrderElementsOf(UNKNOWN);
    }

    private List<String> refusing(List<String> ids, String message) {
        calls.add(List.copyOf(ids));
        List<String> bad = ids.stream().filter(UNKNOWN::contains).toList();
        if (bad.isEmpty()) {
            return ids;
        }
        throw Ec2Exception.builder()
                .awsErrorDetails(
                        AwsErrorDetails.builder()
                                .errorCode("InvalidInstanceID.NotFound")
                                .errorMessage(message.replace("%s", String.join(", ", bad)))
                                .build())
                .statusCode(400)
                .build();
    }
}
