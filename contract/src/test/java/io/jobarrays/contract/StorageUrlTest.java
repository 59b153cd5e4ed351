package io.jobarrays.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StorageUrlTest {
    @Test
    void readsPlacesInS3AndOnTheMember() {
        assertThat(StorageUrl.parse("collect-to", "s3://bucket-1/a b/c/"))
                .isEqualTo(new StorageUrl.S3("bucket-1", "a b/c"));
        assertThat(StorageUrl.parse("collect-to", "s3://bucket"))
                .isEqualTo(new StorageUrl.S3("bucket", ""))
                .hasToString("s3://bucket");
        assertThat(StorageUrl.parse("collect-to", " file:///shared/results "))
                .isEqualTo(new StorageUrl.Local("/shared/results"));
    }

    @Test
    void resolvesNamesBelowAPlace() {
        assertThat(StorageUrl.parse("f", "s3://bucket").resolve("a/0"))
                .hasToString("s3://bucket/a/0");
        assertThat(StorageUrl.parse("f", "s3://bucket/p").resolve("a/0"))
                .hasToString("s3://bucket/p/a/0");
        assertThat(StorageUrl.parse("f", "file:///d").resolve("a/0")).hasToString("file:///d/a/0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "results",
                "/shared",
                "file://shared",
                "file://",
                "file:///",
                "http://x/y",
                "s3://",
                "s3://B/x",
                "s3://ab/../x",
                "file:///a/../etc",
                "file:///a//b",
                "s3://bucket/a\u0000"
            })
    void refusesOtherPlacesInOneSentence(String text) {
        assertThatThrownBy(() -> StorageUrl.parse("collect-to", text))
                .isInstanceOf(Refusal.class)
                .hasMessageStartingWith("collect-to: \"" + text + "\" ");
    }
}
