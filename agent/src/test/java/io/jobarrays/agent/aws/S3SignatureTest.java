package io.jobarrays.agent.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.contract.Sha256;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class S3SignatureTest {
    @Test
    void signsAsBotocoreDoes() {
        URI address =
                new S3Place("bucket", "a b/ä+c")
                        .address("", "eu-west-1", Map.of("uploadId", "x y", "partNumber", "2"));
        Map<String, String> headers =
                S3Signature.headers(
                        new InstanceRole.Credentials("AKID", "secret", "token"),
                        "eu-west-1",
                        "PUT",
                        address,
                        Sha256.of("content"),
                        Instant.parse("2026-01-02T03:04:05Z"));

        assertThat(address)
                .hasToString(
                        "https://bucket.s3.eu-west-1.amazonaws.com/a%20b/%C3%A4%2Bc?partNumber=2&uploadId=x%20y");
        assertThat(headers)
                .containsEntry("x-amz-date", "20260102T030405Z")
                .containsEntry("x-amz-security-token", "token")
                .containsEntry(
                        "Authorization",
                        "AWS4-HMAC-SHA256 Credential=AKID/20260102/eu-west-1/s3/aws4_request, SignedHeaders=host;x-amz-content-sha256;x-amz-date;x-amz-security-token, Signature=5129f3d8de2ea86f2fffda78e7c38d808311800d165e1651876d732bdc655c70");
    }

    @Test
    void bucketIsInThePathOfALocalEndpointAndWithDots() {
        S3Place place = new S3Place("my.bucket", "k");

        assertThat(place.address("http://169.254.169.251/", "us-east-1", Map.of()))
                .hasToString("http://169.254.169.251/my.bucket/k");
        assertThat(place.address("", "us-east-1", Map.of()))
                .hasToString("https://s3.us-east-1.amazonaws.com/my.bucket/k");
    }
}
