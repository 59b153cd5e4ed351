package io.jobarrays.server.publicurl;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.server.AgentAuthorities;
import io.jobarrays.server.ServerFile;
import io.jobarrays.server.SpawnConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class PublicUrlCheckTest {
    private static final String[] NAMED = {"-ext", "san=ip:127.0.0.1"};

    @TempDir private Path directory = Path.of("");

    @Test
    void hasNoObjectionWhileAgentsTrustTheServer() throws Exception {
        try (TestTlsServer server = new TestTlsServer(directory, NAMED)) {
            PublicUrlCheck check =
                    check(server, Map.of("spawn.agent.ca", "" + server.certificate()));

            check.check();

            assertThat(check.objection()).isEmpty();
        }
    }

    @Test
    void objectsWhileAgentsDoNotTrustTheServer() throws Exception {
        try (TestTlsServer server = new TestTlsServer(directory, NAMED)) {
            PublicUrlCheck check = check(server, Map.of());

            check.check();

            assertThat(check.objection())
                    .hasValueSatisfying(it -> assertThat(it).contains("set SPAWN_AGENT_CA"));
        }
    }

    @Test
    void objectsToAServerThatDoesNotAnswerUntilAnAgentHasReachedIt() throws Exception {
        PublicUrlCheck check = check(Map.of("spawn.public-url", "https://127.0.0.1:1"));

        check.check();
        assertThat(check.objection())
                .hasValueSatisfying(it -> assertThat(it).contains("(connection refused)"));

        check.reachedByAgent();
        check.check();
        assertThat(check.objection()).isEmpty();
    }

    private static PublicUrlCheck check(TestTlsServer server, Map<String, String> settings)
            throws InterruptedException {
        String url = "https://127.0.0.1:" + server.address().getPort();
        Map<String, String> all = new HashMap<>(settings);
        all.put("spawn.public-url", url);
        return check(all);
    }

    /** A check whose delay after the start is over. */
    private static PublicUrlCheck check(Map<String, String> settings) throws InterruptedException {
        SpawnConfig config =
                new SmallRyeConfigBuilder()
                        .addDiscoveredConverters()
                        .withMapping(SpawnConfig.class)
                        .withDefaultValues(settings)
                        .build()
                        .getConfigMapping(SpawnConfig.class);
        PublicUrlCheck check =
                new PublicUrlCheck(config, new AgentAuthorities(config), new ServerFile(config));
        check.check();
        return check;
    }
}
