package io.jobarrays.server.instances.ec2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jobarrays.server.SpawnConfig;
import io.jobarrays.server.TestDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagSpecification;

@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class InstanceReadsTest {
    private static final String TAG = "listed-by-a-test";

    @Inject Ec2Client ec2;
    @Inject InstanceReads reads;
    @Inject SpawnConfig config;

    @Test
    void listsNoTerminatedInstanceButReadsItByItsId() {
        List<String> launched = launch(2);
        String ended = launched.getLast();
        try {
            ec2.terminateInstances(r -> r.instanceIds(ended));

            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(
                            () ->
                                    assertThat(reads.notTerminated(TAG, "yes"))
                                            .extracting(Instance::instanceId)
                                            .containsExactly(launched.getFirst()));
            assertThat(reads.describe(List.of(ended)).described())
                    .extracting(instance -> instance.state().nameAsString())
                    .containsExactly("terminated");
        } finally {
            ec2.terminateInstances(r -> r.instanceIds(launched));
        }
    }

    private List<String> launch(int count) {
        TagSpecification tags =
                TagSpecification.builder()
                        .resourceType(ResourceType.INSTANCE)
                        .tags(Tag.builder().key(TAG).value("yes").build())
                        .build();
        return ec2
                .runInstances(
                        r ->
                                r.imageId(config.defaultAmi())
                                        .instanceType("t3.micro")
                                        .minCount(count)
                                        .maxCount(count)
                                        .tagSpecifications(tags))
                .instances()
                .stream()
                .map(Instance::instanceId)
                .toList();
    }
}
