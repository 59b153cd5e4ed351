package io.jobarrays.localcloud.ec2.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jobarrays.localcloud.TestClock;
import io.jobarrays.localcloud.limits.SizeLimits;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;

class ClientTokensTest {
    private final TestClock clock = new TestClock(Instant.parse("2026-01-01T00:00:00Z"));
    private final ClientTokens tokens = new ClientTokens(new SizeLimits(), clock);
    private final RunInstancesRequest request =
            RunInstancesRequest.builder().clientToken("one").build();

    @Test
    void launchIsReplayedUntilItsTokenExpires() {
        tokens.remember(request, List.of());

        clock.advance(Duration.ofDays(2).minusMinutes(1));
        assertThat(tokens.replay(request)).isPresent();
        clock.advance(Duration.ofMinutes(2));
        assertThat(tokens.replay(request)).isEmpty();
    }

    @Test
    void requestWithOtherUserDataIsAnotherRequest() {
        RunInstancesRequest withData = request.toBuilder().userData("YQ==").build();
        tokens.remember(withData, List.of("i-1"));

        assertThat(tokens.replay(withData)).contains(List.of("i-1"));
        assertThatThrownBy(() -> tokens.replay(request.toBuilder().userData("Yg==").build()))
                .hasMessageContaining("different request parameters");
    }

    @Test
    void expiredLaunchesAreForgottenAtTheNextLaunch() {
        tokens.remember(request, List.of());
        clock.advance(Duration.ofDays(2).plusMinutes(1));

        tokens.remember(request.toBuilder().clientToken("two").build(), List.of());

        assertThat(tokens.size()).isEqualTo(1);
    }
}
