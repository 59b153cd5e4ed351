package io.jobarrays.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jobarrays.cli.ServerWithoutTls;
import io.jobarrays.cli.base.Failure;
import io.jobarrays.cli.http.ApiClient;
import io.jobarrays.cli.http.Endpoint;
import io.jobarrays.cli.http.Unreachable;
import io.jobarrays.cli.json.JsonValue;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class RetryWhileDownTest {
    @Test
    void waitsForTheDatabaseUntilTheTimeout() {
        Supplier<String> question = () -> answered("SPAWN-DATABASE-UNAVAILABLE");

        assertThat(new RetryWhileDown(Duration.ofMinutes(5)).call(question)).isEmpty();
        assertThatThrownBy(() -> new RetryWhileDown(Duration.ofSeconds(-1)).call(question))
                .isInstanceOf(Failure.class);
    }

    @Test
    void failsAtOnceForAnyOtherAnswer() {
        RetryWhileDown retry = new RetryWhileDown(Duration.ofMinutes(5));

        assertThatThrownBy(() -> retry.call(() -> answered("SPAWN-NOT-FOUND")))
                .isInstanceOf(Failure.class);
    }

    @Test
    void failsAtOnceWhenTheServerIsRefused() {
        RetryWhileDown retry = new RetryWhileDown(Duration.ofMinutes(5));
        try (ServerWithoutTls plain = new ServerWithoutTls()) {
            ApiClient tls = new ApiClient(() -> new Endpoint(plain.url(), Optional.empty()));
            ApiClient closed =
                    new ApiClient(() -> new Endpoint("http://127.0.0.1:1", Optional.empty()));

            assertThatThrownBy(() -> retry.call(() -> tls.get("/arrays", ApiClient.JSON)))
                    .isInstanceOf(Unreachable.class);
            assertThat(retry.call(() -> closed.get("/arrays", ApiClient.JSON))).isEmpty();
        }
    }

    private static String answered(String code) {
        throw Failure.fromServer(
                1, "a sentence", JsonValue.parse("{\"code\":\"%s\"}".formatted(code)));
    }
}
