package io.jobarrays.server.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.server.state.StampedSecrets.Kind;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StampedSecretsTest {
    @TempDir Path state = Path.of("unset");
    @TempDir Path otherState = Path.of("unset");

    @Test
    void recognizesItsOwnSecretsOfOneKindAndSubject() {
        StampedSecrets secrets = secrets(state);
        String token = secrets.create(Kind.TOKEN, "i-0abc");

        assertThat(secrets(state).isStamped(Kind.TOKEN, "i-0abc", token)).isTrue();
        assertThat(secrets.isStamped(Kind.NONCE, token)).isFalse();
        assertThat(secrets.isStamped(Kind.TOKEN, "i-0ab", token)).isFalse();
        assertThat(secrets.isStamped(Kind.TOKEN, token.replaceFirst("^i-0abc", "i-0abd")))
                .isFalse();
        assertThat(secrets(otherState).isStamped(Kind.TOKEN, token)).isFalse();
        assertThat(secrets.create(Kind.TOKEN, "i-0abc")).isNotEqualTo(token);
    }

    @Test
    void recognizesNothingElse() {
        StampedSecrets secrets = secrets(state);

        assertThat(secrets.isStamped(Kind.TOKEN, "")).isFalse();
        assertThat(secrets.isStamped(Kind.TOKEN, ".")).isFalse();
        assertThat(secrets.isStamped(Kind.TOKEN, "a".repeat(64))).isFalse();
        assertThat(secrets.isStamped(Kind.TOKEN, "i-0abc.." + "0".repeat(64))).isFalse();
    }

    private static StampedSecrets secrets(Path directory) {
        return new StampedSecrets(new Vault(new StateDirectory(directory), Optional.empty()));
    }
}
