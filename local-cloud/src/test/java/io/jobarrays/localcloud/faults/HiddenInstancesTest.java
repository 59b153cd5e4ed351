package io.jobarrays.localcloud.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.jobarrays.localcloud.CloudFixture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagSpecification;

/** New instances that calls by id or lists do not show. */
class HiddenInstancesTest {
    @RegisterExtension static final CloudFixture CLOUD = new CloudFixture(60);

    private final FaultedLaunches launches = new FaultedLaunches(CLOUD);

    @AfterEach
    void clear() throws Exception {
        launches.clear();
    }

    @Test
    void newInstanceIsUnknownUntilTheFaultIsRemoved() throws Exception {
        String fault = launches.set("{\"kind\":\"not-found\",\"count\":1}");
        String id = launches.launch(it -> {});

        assertThatThrownBy(() -> launches.state(id))
                .hasMessageContaining("The instance ID '" + id + "' does not exist");
        assertThatThrownBy(
                        () ->
                                CLOUD.ec2()
                                        .createTags(
                                                it ->
                                                        it.resources(id)
                                                                .tags(
                                                                        Tag.builder()
                                                                                .key("x")
                                                                                .value("")
                                                                                .build())))
                .hasMessageContaining("does not exist");
        assertThat(isListed(id)).isTrue();

        CLOUD.signed().delete("faults/" + fault);

        assertThat(launches.state(id)).isIn("pending", "running");
    }

    @Test
    void secondFaultOfAKindHasItsEffectInItsOwnWindow() throws Exception {
        String first = launches.set("{\"kind\":\"unlisted\",\"delay\":\"1h\",\"count\":1}");
        String second = launches.set("{\"kind\":\"unlisted\",\"count\":1}");
        String id = launches.launch(it -> {});

        assertThat(isListed(id)).isFalse();
        CLOUD.signed().delete("faults/" + second);
        assertThat(isListed(id)).isTrue();
        assertThat(launches.events(id)).contains(first, second);
    }

    @Test
    void everyListHidesAnUnlistedInstance() throws Exception {
        launches.set("{\"kind\":\"unlisted\",\"count\":1}");
        String id = launches.launch(it -> it.tagSpecifications(tagged("name", "hidden")));

        assertThat(
                        CLOUD.ec2()
                                .describeInstanceStatus(it -> it.includeAllInstances(true))
                                .toString())
                .doesNotContain(id);
        assertThat(CLOUD.ec2().describeTags().toString()).doesNotContain(id);
        assertThat(
                        CLOUD.ec2()
                                .describeInstanceStatus(
                                        it -> it.includeAllInstances(true).instanceIds(id))
                                .instanceStatuses())
                .hasSize(1);

        CLOUD.signed().delete("faults");
        assertThat(CLOUD.ec2().describeTags().toString()).contains(id);
        assertThat(
                        CLOUD.ec2()
                                .describeInstanceStatus(it -> it.includeAllInstances(true))
                                .toString())
                .contains(id);
    }

    @Test
    void newInstanceIsUnlistedForItsWindow() throws Exception {
        launches.set("{\"kind\":\"unlisted\",\"window\":\"1s\",\"count\":1}");
        String id = launches.launch(it -> {});

        assertThat(isListed(id)).isFalse();
        assertThat(launches.state(id)).isIn("pending", "running");
        await().until(() -> isListed(id));
    }

    private static TagSpecification tagged(String key, String value) {
        return TagSpecification.builder()
                .resourceType("instance")
                .tags(Tag.builder().key(key).value(value).build())
                .build();
    }

    private static boolean isListed(String id) {
        return CLOUD.ec2()
                .describeInstances(
                        it ->
                                it.filters(
                                        Filter.builder()
                                                .name("instance-state-name")
                                                .values("pending", "running")
                                                .build()))
                .toString()
                .contains(id);
    }
}
