package io.jobarrays.benchmarks.plane;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CallTallyTest {
    private static final String LIST =
            """
            [{"operation":"ec2:RunInstances","caller":"aws-sdk-java","outcome":"OK","count":10},
             {"operation":"ec2:RunInstances","caller":"aws-sdk-java",
              "outcome":"RequestLimitExceeded","count":3},
             {"operation":"route53:ChangeResourceRecordSets","caller":"aws-sdk-java",
              "outcome":"Throttling","count":1},
             {"operation":"ec2:RunInstances","caller":"benchmark","outcome":"OK","count":7}]
            """;

    @Test
    void addsOutcomesOfOneCallerAndCountsThrottledCalls() throws JsonProcessingException {
        CallTally tally = tally(LIST);

        assertThat(tally)
                .isEqualTo(
                        new CallTally(
                                Map.of(
                                        "ec2:RunInstances",
                                        13L,
                                        "route53:ChangeResourceRecordSets",
                                        1L),
                                4));
    }

    @Test
    void subtractsAnEarlierTallyAndDropsOperationsWithoutCalls() throws JsonProcessingException {
        CallTally earlier = new CallTally(Map.of("ec2:RunInstances", 13L), 3);

        CallTally since = tally(LIST).since(earlier);

        assertThat(since)
                .isEqualTo(new CallTally(Map.of("route53:ChangeResourceRecordSets", 1L), 1));
    }

    private static CallTally tally(String json) throws JsonProcessingException {
        return CallTally.of(new ObjectMapper().readTree(json), "aws-sdk-java");
    }
}
