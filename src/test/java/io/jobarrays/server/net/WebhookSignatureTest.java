package io.jobarrays.server.net;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class WebhookSignatureTest {
    /** The example in the tests of the libraries of Standard Webhooks. */
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    private static final String SIGNATURE = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

    @Test
    void signsAsTheSpecificationSays() {
        byte[] secret = WebhookSignature.secret("test", SECRET);

        String one = sign(List.of(secret));
        String rotated = sign(List.of(new byte[32], secret));

        assertThat(one).isEqualTo(SIGNATURE);
        assertThat(rotated.split(" ", -1)).hasSize(2).contains(SIGNATURE);
        assertThat(WebhookSignature.secretText(secret)).isEqualTo(SECRET);
    }

    private static String sign(List<byte[]> secrets) {
        return WebhookSignature.of(
                secrets,
                "msg_p5jXN8AQM9LWM0D4loKWxJek",
                Instant.ofEpochSecond(1614265330),
                "{\"test\": 2432232314}".getBytes(UTF_8));
    }
}
