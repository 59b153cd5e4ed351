package io.jobarrays.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Instances with the tag of the control plane that it did not launch. */
@ExtendWith(SharedControlPlane.class)
class OrphansIT {
    @Test
    void moreThanThreeOrphansAreListedAndTerminatedOnRequest(TestControlPlane plane) {
        AwsCli aws = AwsCli.of(plane);
        try (TestArray array =
                TestArray.launch(
                        plane,
                        "owned",
                        1,
                        "--instance-type",
                        "scale.nano",
                        "--command",
                        "forever")) {
            String owner = tag(aws, array.instance(0), "spawn:owner");
            List<String> orphans = launchWithOwner(aws, owner, 4);

            await().atMost(TestControlPlane.CONDITION_TIMEOUT)
                    .until(() -> listed(plane).containsAll(orphans));
            String table = plane.run("orphans").out();
            ProgramRun unconfirmed = plane.spawn("orphans", "--terminate", "--no-input");
            ProgramRun terminated = plane.run("orphans", "--terminate", "--yes");

            assertThat(table).contains("AGE").contains("USD an hour").contains(orphans.get(0));
            assertThat(unconfirmed.exit()).as(unconfirmed.toString()).isEqualTo(2);
            assertThat(terminated.out()).contains("shutting-down").contains(orphans);
            await().atMost(TestControlPlane.CONDITION_TIMEOUT)
                    .until(() -> listed(plane).stream().noneMatch(orphans::contains));
            assertThat(array.member(0).path("state").asText()).isEqualTo("running");
        }
    }

    private static List<String> listed(TestControlPlane plane) {
        return plane.run("orphans", "-o", "name").out().lines().toList();
    }

    private static List<String> launchWithOwner(AwsCli aws, String owner, int count) {
        JsonNode ids =
                aws.run(
                                "ec2",
                                "run-instances",
                                "--count",
                                "" + count,
                                "--image-id",
                                "ami-0abcdef1234567890",
                                "--instance-type",
                                "scale.nano",
                                "--tag-specifications",
                                "ResourceType=instance,Tags=[{Key=spawn:owner,Value=%s}]"
                                        .formatted(owner),
                                "--query",
                                "Instances[].InstanceId")
                        .json();
        return StreamSupport.stream(ids.spliterator(), false).map(JsonNode::asText).toList();
    }

    private static String tag(AwsCli aws, String instance, String key) {
        return aws.run(
                        "ec2",
                        "describe-tags",
                        "--filters",
                        "Name=resource-id,Values=" + instance,
                        "Name=key,Values=" + key,
                        "--query",
                        "Tags[0].Value")
                .json()
                .asText();
    }
}
