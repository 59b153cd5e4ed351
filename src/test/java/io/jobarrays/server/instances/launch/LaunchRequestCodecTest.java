package io.jobarrays.server.instances.launch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.jobarrays.server.instances.rows.LaunchRequest;
import io.jobarrays.server.instances.rows.MachineRequest;
import io.jobarrays.server.state.StateDirectory;
import io.jobarrays.server.state.Vault;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LaunchRequestCodecTest {
    private static final MachineRequest MACHINE =
            new MachineRequest(
                    "t3.micro", null, null, false, null, null, List.of(), null, null, false);

    @Test
    void sealsTheNonceInTheUserData(@TempDir Path state) {
        LaunchRequestCodec requests =
                new LaunchRequestCodec(
                        new ObjectMapper(), new Vault(new StateDirectory(state), Optional.empty()));
        LaunchRequest request =
                new LaunchRequest(
                        "token", 1, 2, MACHINE, "t3.micro", "ami-1", "nonce", Map.of(), null);

        String text = requests.write(request);

        assertThat(text).startsWith(Vault.SEALED);
        assertThat(requests.read(text)).isEqualTo(request);
    }
}
