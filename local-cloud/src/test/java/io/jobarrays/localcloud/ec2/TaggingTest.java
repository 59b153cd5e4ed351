package io.jobarrays.localcloud.ec2;

import static io.jobarrays.localcloud.ec2.Ec2Assertions.filter;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jobarrays.localcloud.CloudFixture;
import io.jobarrays.localcloud.ec2.catalogue.Account;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagDescription;

class TaggingTest {
    @RegisterExtension static final CloudFixture CLOUD = new CloudFixture(4);
    private String id = "";

    @BeforeEach
    void launch() {
        id = Ec2Assertions.launch(CLOUD, 1).getFirst();
    }

    @AfterEach
    void endAll() {
        Ec2Assertions.endAll(CLOUD);
    }

    @Test
    void tagReplacesTheTagWithTheSameKey() {
        create(tag("Name", "one"), tag("other", ""));
        create(tag("Name", "two"));

        assertThat(Ec2Assertions.instance(CLOUD, id).tags())
                .containsExactly(tag("Name", "two"), tag("other", ""));
    }

    @Test
    void resourceHasAtMostFiftyTags() {
        create(IntStream.range(0, 50).mapToObj(i -> tag("k" + i, "v")).toArray(Tag[]::new));

        assertThat(refused(tag("k50", "v"))).isEqualTo("TagLimitExceeded");
        create(tag("k0", "another value"));
        assertThat(Ec2Assertions.instance(CLOUD, id).tags()).hasSize(50);
    }

    @Test
    void tooLongReservedOrDuplicateTagsAreRefused() {
        create(tag("k".repeat(128), "v".repeat(256)));

        assertThat(refused(tag("k".repeat(129), ""))).isEqualTo("InvalidParameterValue");
        assertThat(refused(tag("k", "v".repeat(257)))).isEqualTo("InvalidParameterValue");
        assertThat(refused(tag("aws:x", ""))).isEqualTo("InvalidParameterValue");
        assertThat(refused(tag("twice", "1"), tag("twice", "2")))
                .isEqualTo("InvalidParameterValue");
    }

    @Test
    void keysOfTagsInMetadataMustNotContainASlash() {
        String withMetadataTags =
                CLOUD.ec2()
                        .runInstances(
                                it ->
                                        it.imageId(Account.X86_IMAGE)
                                                .minCount(1)
                                                .maxCount(1)
                                                .metadataOptions(
                                                        m -> m.instanceMetadataTags("enabled")))
                        .instances()
                        .getFirst()
                        .instanceId();

        var refused =
                catchThrowableOfType(
                        Ec2Exception.class,
                        () ->
                                CLOUD.ec2()
                                        .createTags(
                                                it ->
                                                        it.resources(withMetadataTags)
                                                                .tags(tag("a/b", "c"))));

        assertThat(refused.awsErrorDetails().errorMessage())
                .contains("'a/b' is not a valid tag key");
        create(tag("a/b", "c"));
    }

    @Test
    void tagIsDeletedByKeyOrByKeyAndValue() {
        create(tag("a", "1"), tag("b", "2"), tag("c", "3"));

        delete(Tag.builder().key("a").build(), tag("b", "other"), tag("c", "3"));

        assertThat(Ec2Assertions.instance(CLOUD, id).tags()).containsExactly(tag("b", "2"));
    }

    @Test
    void tagWithoutAKeyIsRefusedBeforeAnotherIsDeleted() {
        create(tag("a", "1"));

        String code =
                Ec2Assertions.code(
                        () ->
                                delete(
                                        Tag.builder().key("a").build(),
                                        Tag.builder().value("v").build()));

        assertThat(code).isEqualTo("InvalidParameterValue");
        assertThat(Ec2Assertions.instance(CLOUD, id).tags()).containsExactly(tag("a", "1"));
    }

    @Test
    void describeTagsReturnsResourceIdAndType() {
        create(tag("Name", "x"), tag("Name2", "y"));

        List<TagDescription> found =
                CLOUD.ec2()
                        .describeTags(
                                it -> it.filters(filter("resource-id", id), filter("key", "Name")))
                        .tags();

        assertThat(found)
                .containsExactly(
                        TagDescription.builder()
                                .resourceId(id)
                                .resourceType("instance")
                                .key("Name")
                                .value("x")
                                .build());
    }

    @Test
    void oneUnknownResourceFailsTheWholeCall() {
        Ec2Exception refused =
                catchThrowableOfType(
                        Ec2Exception.class,
                        () ->
                                CLOUD.ec2()
                                        .createTags(
                                                it ->
                                                        it.resources(id, "vol-0123456789abcdef0")
                                                                .tags(tag("a", "1"))));

        assertThat(refused.awsErrorDetails().errorCode()).isEqualTo("InvalidVolume.NotFound");
        assertThat(Ec2Assertions.instance(CLOUD, id).tags()).isEmpty();
    }

    private void create(Tag... tags) {
        CLOUD.ec2().createTags(it -> it.resources(id).tags(tags));
    }

    private void delete(Tag... tags) {
        CLOUD.ec2().deleteTags(it -> it.resources(id).tags(tags));
    }

    private String refused(Tag... tags) {
        List<Tag> before = Ec2Assertions.instance(CLOUD, id).tags();
        Ec2Exception refused = catchThrowableOfType(Ec2Exception.class, () -> create(tags));
        assertThat(Ec2Assertions.instance(CLOUD, id).tags()).isEqualTo(before);
        return Stream.ofNullable(refused).findFirst().orElseThrow().awsErrorDetails().errorCode();
    }

    private static Tag tag(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }
}
