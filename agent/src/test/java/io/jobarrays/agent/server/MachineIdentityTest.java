package io.jobarrays.agent.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.agent.AgentMachineFixture;
import io.jobarrays.contract.messages.AgentMessage.Hello;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MachineIdentityTest extends AgentMachineFixture {

    @Test
    void keyAndTokenAreReadableByOwnerOnly() throws Exception {
        startAgent();
        await(() -> server.received(Hello.class).size() == 1);

        for (String secret : List.of("key", "token")) {
            assertThat(
                            PosixFilePermissions.toString(
                                    Files.getPosixFilePermissions(
                                            file("/var/lib/spored/" + secret))))
                    .isEqualTo("rw-------");
        }
        assertThat(server.identity.enrolments.getFirst())
                .doesNotContain(Files.readAllLines(file("/var/lib/spored/key")).getFirst());
    }

    @Test
    void repeatsEnrolmentWithSameKeyAfterServerError() throws Exception {
        server.identity.enrolmentStatus = 500;
        startAgent();
        await(() -> server.identity.enrolments.size() == 2);
        server.identity.enrolmentStatus = 200;

        await(() -> server.received(Hello.class).size() == 1);

        assertThat(
                        server.identity.enrolments.stream()
                                .map(MachineIdentityTest::publicKey)
                                .distinct())
                .hasSize(1);
    }

    @Test
    void renewsRejectedTokenAtNextConnection() throws Exception {
        startAgent();
        await(() -> server.received(Hello.class).size() == 1);
        server.identity.forgetTokens();

        server.disconnect();

        await(() -> server.received(Hello.class).size() == 2);
        assertThat(server.identity.issuedTokens()).isEqualTo(2);
        assertThat(server.identity.enrolments).hasSize(1);
    }

    @Test
    void renewsTokenBeforeExpiry() throws Exception {
        startAgent();
        await(() -> server.received(Hello.class).size() == 1);
        killAgent();
        Files.writeString(file("/var/lib/spored/token"), "t-1\n2026-01-01T00:00:00Z\n");

        startAgent();

        await(() -> server.received(Hello.class).size() == 2);
        assertThat(server.identity.issuedTokens()).isEqualTo(2);
    }

    @Test
    void keepsTokenUntilRejectedWhenClocksDisagree() throws Exception {
        server.identity.lifetime = Duration.ofHours(-3);
        startAgent();
        await(() -> server.received(Hello.class).size() == 1);

        server.disconnect();
        await(() -> server.received(Hello.class).size() == 2);

        assertThat(server.identity.issuedTokens()).isEqualTo(1);
    }

    @Test
    void uploadsOutputsWithRenewedToken() throws Exception {
        server.helloReplies.add(
                work(
                        null,
                        untilExists("go") + "; touch x",
                        false,
                        Map.of(),
                        List.of(),
                        List.of("x")));
        startAgent();
        await(() -> exists("/var/lib/spored/work/1"));
        server.identity.forgetTokens();
        Files.createFile(file("/var/lib/spored/work/1/go"));

        assertThat(awaitEnd().problem()).isNull();
        assertThat(server.outputs).hasSize(1);
    }

    @Test
    void powersOffWhenEnrolmentIsRefused() throws Exception {
        server.identity.enrolmentStatus = 403;

        startAgent();

        await(() -> Files.exists(machine.resolve("powered-off")));
    }

    @Test
    void ignoresRefusalWithoutServerProblemCode() throws Exception {
        server.identity.enrolmentStatus = 403;
        server.identity.problemCode = "PROXY-DENIED";

        startAgent();
        await(() -> server.identity.enrolments.size() == 2);
        server.identity.enrolmentStatus = 200;

        await(() -> server.received(Hello.class).size() == 1);
        assertThat(Files.exists(machine.resolve("powered-off"))).isFalse();
    }

    @Test
    void enrolsAgainWhenServerHasForgottenTheInstance() throws Exception {
        startAgent();
        await(() -> server.received(Hello.class).size() == 1);
        server.identity.renewalStatus = 401;
        server.identity.problemCode = "SPAWN-NOT-ENROLLED";
        server.identity.forgetTokens();

        server.disconnect();

        await(() -> server.received(Hello.class).size() == 2);
        assertThat(server.identity.enrolments).hasSize(2);
    }

    @Test
    void powersOffWhenRenewalIsRefused() throws Exception {
        startAgent();
        await(() -> server.received(Hello.class).size() == 1);
        server.identity.renewalStatus = 403;
        server.identity.forgetTokens();

        server.disconnect();

        await(() -> Files.exists(machine.resolve("powered-off")));
    }

    @Test
    void discardsKeyAndTokenOfAnotherInstance() throws Exception {
        startAgent();
        await(() -> server.received(Hello.class).size() == 1);
        killAgent();
        String key = Files.readString(file("/var/lib/spored/key"));
        String env = Files.readString(file("/etc/spawn/agent.env"));
        Files.writeString(file("/etc/spawn/agent.env"), env.replace("i-0abc", "i-0other"));
        Files.createDirectories(file("/var/lib/spored/work/1"));

        startAgent();
        await(() -> server.received(Hello.class).size() == 2);

        assertThat(Files.readString(file("/var/lib/spored/key"))).isNotEqualTo(key);
        assertThat(server.identity.enrolments).hasSize(2);
        assertThat(exists("/var/lib/spored/work/1")).isFalse();
        assertThat(exists("/var/lib/spored/work-of-i-0abc/1")).isTrue();
    }

    @Test
    void refusesEnvFileOfAnotherInstance() throws Exception {
        Path tag = file("/sys/class/dmi/id/board_asset_tag");
        Files.createDirectories(tag.resolveSibling(""));
        Files.writeString(tag, "i-0other\n");

        assertThat(startAgent().awaitEnd()).isNotZero();
        assertThat(server.identity.enrolments).isEmpty();
        assertThat(Files.readString(machine.resolve("agent.log")))
                .contains("this machine is i-0other: the bootstrap has not run yet");

        Files.writeString(tag, "i-0abc\n");
        startAgent();
        await(() -> server.received(Hello.class).size() == 1);
    }

    private static String publicKey(String enrolment) {
        return new MessageCodec().readField(enrolment, "public_key");
    }
}
