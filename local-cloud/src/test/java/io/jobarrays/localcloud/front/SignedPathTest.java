package io.jobarrays.localcloud.front;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.Headers;
import io.jobarrays.localcloud.CloudFixture;
import io.jobarrays.localcloud.keys.AccessKey;
import io.jobarrays.localcloud.keys.RoleKeys;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.http.SdkHttpMethod;

/** Signatures of paths with empty and dot segments, which clients remove before they sign. */
class SignedPathTest {
    @RegisterExtension static final CloudFixture CLOUD = new CloudFixture(1);

    /**
     * The signatures are those of AWS's "Signature Version 4 Test Suite", 2015: get-vanilla for the
     * root, get-slashes for the other path.
     */
    @ParameterizedTest
    @CsvSource({
        "/, 5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
        "/example/.., 5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
        "/example1/example2/../.., 5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
        "/./, 5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
        "//, 5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
        "//example//, 9a624bd73a37c9a373b5312afbebe7a714a789de108f0bdfe846570885f57e84",
        "/./example/, 9a624bd73a37c9a373b5312afbebe7a714a789de108f0bdfe846570885f57e84"
    })
    void signatureIsOfThePathWithoutEmptyAndDotSegments(String path, String signature)
            throws SignatureDenied {
        Clock clock = Clock.fixed(Instant.parse("2015-08-30T12:36:00Z"), ZoneOffset.UTC);
        SignatureVerifier verifier =
                new SignatureVerifier(
                        new AccessKey("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"),
                        new RoleKeys(clock),
                        "us-east-1",
                        clock);
        Headers headers = new Headers();
        headers.set("Host", "example.amazonaws.com");
        headers.set("X-Amz-Date", "20150830T123600Z");
        headers.set(
                "Authorization",
                "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request,"
                        + " SignedHeaders=host;x-amz-date, Signature="
                        + signature);

        HttpCall call = new HttpCall("GET", path, "", headers, new byte[0]);

        assertThat(verifier.verify(call, "service")).isEqualTo(SignatureVerifier.Caller.OWNER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/hostedzone", "./hostedzone", "hostedzone/x/../", "hostedzone//"})
    void pathThatTheSdkNormalizesIsAccepted(String path) throws Exception {
        // Signed, but no operation.
        assertThat(CLOUD.signed().rest(SdkHttpMethod.DELETE, path, "").statusCode()).isEqualTo(501);
    }
}
