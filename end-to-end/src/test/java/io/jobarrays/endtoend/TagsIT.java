package io.jobarrays.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Tags that could not be written after the launch are written later. */
@ExtendWith(SharedControlPlane.class)
class TagsIT {
    @Test
    void failedTagsAreWrittenOnceEc2AcceptsThem(TestControlPlane plane) {
        AwsCli aws = AwsCli.of(plane);
        try (TestArray array = launchWithoutTags(plane, aws)) {
            String instance = array.instance(1);

            await().atMost(TestControlPlane.CONDITION_TIMEOUT)
                    .untilAsserted(
                            () ->
                                    assertThat(tags(aws, instance))
                                            .containsEntry("Name", "tagless-1")
                                            .containsEntry("spawn:job-array-index", "1")
                                            .containsKey("spawn:job-array-peers"));
        }
    }

    private static TestArray launchWithoutTags(TestControlPlane plane, AwsCli aws) {
        try (TestCloud.Fault _ =
                new TestCloud(plane)
                        .setFault(
                                "{\"kind\":\"server-error\",\"operation\":\"CreateTags\","
                                        + "\"tag\":\"spawn:job-array-name=tagless\"}")) {
            TestArray array =
                    TestArray.launch(
                            plane,
                            "tagless",
                            2,
                            "--instance-type",
                            "scale.nano",
                            "--command",
                            "forever");
            assertThat(tags(aws, array.instance(1))).doesNotContainKey("Name");
            return array;
        }
    }

    private static Map<String, String> tags(AwsCli aws, String instance) {
        Map<String, String> tags = new TreeMap<>();
        JsonNode described =
                aws.run("ec2", "describe-tags", "--filters", "Name=resource-id,Values=" + instance)
                        .json();
        described
                .path("Tags")
                .forEach(tag -> tags.put(tag.path("Key").asText(), tag.path("Value").asText()));
        return tags;
    }
}
