package io.jobarrays.localcloud.ec2.resources;

import static io.jobarrays.localcloud.ec2.Ec2Assertions.filter;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jobarrays.localcloud.CloudFixture;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.KeyPairInfo;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagSpecification;

class KeyPairsTest {
    @RegisterExtension static final CloudFixture CLOUD = new CloudFixture(1);

    @Test
    void createdKeyPairIsDescribedUntilItIsDeleted() {
        TagSpecification tags =
                TagSpecification.builder()
                        .resourceType("key-pair")
                        .tags(Tag.builder().key("team").value("a").build())
                        .build();

        var rsa = CLOUD.ec2().createKeyPair(it -> it.keyName("one").tagSpecifications(tags));

        assertThat(rsa.keyMaterial())
                .startsWith("-----BEGIN RSA PRIVATE KEY-----")
                .endsWith("-----END RSA PRIVATE KEY-----");
        assertThat(rsa.keyFingerprint()).matches("([0-9a-f]{2}:){19}[0-9a-f]{2}");
        assertThat(
                        CLOUD.ec2()
                                .describeKeyPairs(it -> it.filters(filter("tag:team", "a")))
                                .keyPairs())
                .singleElement()
                .extracting(KeyPairInfo::keyPairId)
                .isEqualTo(rsa.keyPairId());
        CLOUD.ec2().deleteKeyPair(it -> it.keyPairId(rsa.keyPairId()));
        assertThat(code(() -> CLOUD.ec2().describeKeyPairs(it -> it.keyNames("one"))))
                .isEqualTo("InvalidKeyPair.NotFound");
        assertThat(CLOUD.ec2().deleteKeyPair(it -> it.keyName("one")).returnValue())
                .as("deleting a key pair twice succeeds")
                .isTrue();
    }

    @Test
    void ed25519PublicKeyCanBeImportedUnderAnotherName() {
        CLOUD.ec2().createKeyPair(it -> it.keyName("made").keyType("ed25519"));
        KeyPairInfo made =
                CLOUD.ec2()
                        .describeKeyPairs(it -> it.keyNames("made").includePublicKey(true))
                        .keyPairs()
                        .getFirst();

        var imported =
                CLOUD.ec2()
                        .importKeyPair(
                                it ->
                                        it.keyName("imported")
                                                .publicKeyMaterial(
                                                        SdkBytes.fromUtf8String(made.publicKey())));

        assertThat(made.publicKey()).startsWith("ssh-ed25519 ");
        assertThat(imported.keyFingerprint()).isEqualTo(made.keyFingerprint());
    }

    @Test
    void existingNameAndAnUnreadableKeyAreRefused() {
        CLOUD.ec2().createKeyPair(it -> it.keyName("taken").keyType("ed25519"));

        assertThat(code(() -> CLOUD.ec2().createKeyPair(it -> it.keyName("taken"))))
                .isEqualTo("InvalidKeyPair.Duplicate");
        assertThat(
                        code(
                                () ->
                                        CLOUD.ec2()
                                                .importKeyPair(
                                                        it ->
                                                                it.keyName("bad")
                                                                        .publicKeyMaterial(
                                                                                SdkBytes
                                                                                        .fromUtf8String(
                                                                                                "ssh-rsa AAAA")))))
                .isEqualTo("InvalidKey.Format");
    }

    private static String code(ThrowingCallable call) {
        return catchThrowableOfType(Ec2Exception.class, call).awsErrorDetails().errorCode();
    }
}
