package io.jobarrays.agent.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jobarrays.agent.AgentProcess;
import io.jobarrays.agent.FakeServer;
import io.jobarrays.agent.host.AgentEnv;
import io.jobarrays.agent.host.AgentPowerSwitch;
import io.jobarrays.agent.host.MetadataClient;
import io.jobarrays.agent.host.RootDirectory;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SignedHttpTest {
    @TempDir Path machine = Path.of("");

    @Test
    void timesOutWhenResponseBodyStalls() throws Exception {
        try (FakeServer server = new FakeServer();
                HttpClient http = HttpClient.newHttpClient()) {
            SignedHttp calls = signedHttp(http, server);
            HttpRequest request =
                    HttpRequest.newBuilder(server.uri().resolve("/agents/bundle")).build();
            server.downloads.put("/agents/bundle", new byte[] {1, 2, 3});
            assertThat(calls.send(request, BodyHandlers.ofByteArray()).body()).hasSize(3);

            server.stallsDownloads = true;

            assertThatThrownBy(() -> calls.send(request, BodyHandlers.ofByteArray()))
                    .isInstanceOf(HttpTimeoutException.class);
        }
    }

    private SignedHttp signedHttp(HttpClient http, FakeServer server) throws Exception {
        AgentProcess.prepareMachine(machine, server.uri(), "");
        RootDirectory root = new RootDirectory(machine);
        root.makeDirectories();
        MachineKey key = MachineKey.loadOrCreate(root);
        MetadataClient metadata = new MetadataClient(http, server.uri());
        AgentEnrolment enrolment =
                new AgentEnrolment(http, new MessageCodec(), metadata, AgentEnv.read(root), key);
        AgentPowerSwitch power = new AgentPowerSwitch(root, "true");
        MachineCredentials credentials =
                new MachineCredentials(root, key, enrolment, Clock.systemUTC(), power);
        return new SignedHttp(http, credentials, Duration.ofSeconds(2));
    }
}
