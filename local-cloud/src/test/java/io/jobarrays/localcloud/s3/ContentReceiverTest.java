package io.jobarrays.localcloud.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContentReceiverTest {
    @Test
    void decodesChunksAndTrailers() throws Exception {
        ChunkedContent content =
                chunks(
                        String.join(
                                "\r\n",
                                "4;chunk-signature=abc",
                                "ab\r\n",
                                "3",
                                "cde",
                                "0",
                                "X-Amz-Checksum-Crc32: AAAAAA==",
                                "x-amz-trailer-signature:f",
                                "",
                                ""));

        assertThat(new String(content.readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo("ab\r\ncde");
        assertThat(content.trailers())
                .isEqualTo(
                        Map.of("x-amz-checksum-crc32", "AAAAAA==", "x-amz-trailer-signature", "f"));
    }

    @Test
    void refusesChunksThatAreCutShort() {
        assertThatThrownBy(() -> chunks("9\r\nabc").readAllBytes())
                .hasMessage(S3Error.INCOMPLETE_BODY.error().text());
        assertThatThrownBy(() -> chunks("size\r\nabc").readAllBytes())
                .hasMessageContaining("does not begin with its size");
    }

    @Test
    void knowsTheChecksumsOfClients() {
        ContentDigests digests = new ContentDigests();
        digests.update("123456789".getBytes(StandardCharsets.UTF_8), 9);

        ContentDigests.Values values = digests.values();

        // Check values of the catalogue of parametrised CRC algorithms.
        values.check("x-amz-checksum-crc64nvme", "rosUhgp5mIg=");
        values.check("x-amz-checksum-crc32", "y/Q5Jg==");
        values.check("x-amz-checksum-crc32c", "4waSgw==");
        assertThat(values.etag()).isEqualTo("25f9e794323b453885f5181f1b624d0b");
        assertThatThrownBy(() -> values.check("content-md5", "AAAA"))
                .hasMessage(S3Error.BAD_DIGEST.error().text());
    }

    @Test
    void diskRefusesMoreThanItsSize(@TempDir Path directory) throws Exception {
        S3Disk disk = S3Disk.open(directory.resolve("s3"), 1 << 20);
        S3Disk.StoredFile file = disk.allocate(900 << 10);
        Files.createFile(file.path());

        assertThatThrownBy(() -> disk.allocate(200 << 10))
                .hasMessage(S3Error.INSUFFICIENT_STORAGE.error().text());
        disk.delete(file);
        assertThat(disk.allocate(1 << 20).bytes()).isEqualTo(1 << 20);
    }

    @Test
    void rangesAreThoseOfHttp() {
        assertThat(ByteRange.of("bytes=0-0", 10)).contains(new ByteRange(0, 1));
        assertThat(ByteRange.of("bytes=4-", 10)).contains(new ByteRange(4, 6));
        assertThat(ByteRange.of("bytes=-3", 10)).contains(new ByteRange(7, 3));
        assertThat(ByteRange.of("bytes=-30", 10)).contains(new ByteRange(0, 10));
        assertThat(ByteRange.of("bytes=5-99", 10)).contains(new ByteRange(5, 5));
        assertThat(ByteRange.of("bytes=1-2,4-5", 10)).isEmpty();
        assertThatThrownBy(() -> ByteRange.of("bytes=10-", 10))
                .hasMessage(S3Error.INVALID_RANGE.error().text());
    }

    private static ChunkedContent chunks(String text) {
        return new ChunkedContent(
                new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1)));
    }
}
