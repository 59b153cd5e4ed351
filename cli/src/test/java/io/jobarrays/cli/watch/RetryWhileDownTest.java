package io.jobarrays.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jobarrays.cli.base.Failure;
import io.jobarrays.cli.json.JsonValue;
import java.time.Duration;
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

    private static String answered(String code) {
        throw Failure.fromServer(
                1, "a sentence", JsonValue.parse("{\"code\":\"%s\"}".formatted(code)));
    }
}
