package io.jobarrays.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Names of members: on the members and in DNS. */
@ExtendWith(SharedControlPlane.class)
class NamesIT {
    private static final String ZONE = ".5k0zfnmq.spore.host";

    private static final String PROBE =
            """
            import json, os, socket, time
            with open("/etc/spawn/job-array-peers.json") as file:
                text = file.read()
            peers = json.loads(text)
            server = socket.create_server(("", 29500))
            group = peers[0]["dns"].replace("-0.", ".", 1)
            deadline = time.monotonic() + 30
            found = []
            while len(found) < len(peers) and time.monotonic() < deadline:
                try:
                    found = socket.gethostbyname_ex(group)[2]
                except OSError:
                    time.sleep(0.2)
            print("PROBE " + json.dumps({
                "hostname": socket.gethostname(),
                "peers": text,
                "resolved": [socket.gethostbyname(peer["dns"]) for peer in peers],
                "group": sorted(found),
                "port": server.getsockname()[1],
                "environment": open("/etc/profile.d/job-array.sh").read(),
                "hostfile": open("/etc/spawn/hostfile").read(),
            }), flush=True)
            time.sleep(300)
            """;

    @Test
    void membersResolveEachOtherUntilTerminated(TestControlPlane plane) throws Exception {
        Path files = plane.files("names");
        Files.writeString(files.resolve("probe.py"), PROBE);

        plane.run(
                "launch",
                "--count",
                "5",
                "--job-array-name",
                "names",
                "--ttl",
                "10m",
                "--barrier",
                "--command",
                "python3 probe.py",
                "--files",
                "" + files);

        JsonNode array = plane.json("status", "names");
        List<JsonNode> probes =
                IntStream.range(0, 5).mapToObj(index -> probe(plane, "names-" + index)).toList();
        assertThat(probes).extracting(p -> p.path("hostname").asText()).doesNotHaveDuplicates();
        assertThat(probes).allSatisfy(p -> assertThat(p.path("port").asInt()).isEqualTo(29500));
        assertThat(probes)
                .allSatisfy(p -> assertThat(p.path("peers").asText()).isEqualTo(peers(array)));
        assertThat(probes)
                .allSatisfy(
                        p ->
                                assertThat(p.path("resolved"))
                                        .extracting(JsonNode::asText)
                                        .containsExactlyElementsOf(column(array, "private_ip")));
        assertThat(probes).allSatisfy(p -> assertThat(p.path("group")).hasSize(5));
        assertThat(probes.get(3).path("environment").asText())
                .contains("export JOB_ARRAY_INDEX=\"3\"", "export JOB_ARRAY_SIZE=\"5\"");
        assertThat(probes.get(3).path("hostfile").asText().lines())
                .containsExactlyElementsOf(column(array, "dns"));

        Map<String, String> env = plane.env();
        assertThat(dig(plane, env, "names" + ZONE))
                .containsExactlyInAnyOrderElementsOf(column(array, "public_ip"));
        assertThat(dig(plane, env, "names-3" + ZONE))
                .containsExactly(array.path("members").get(3).path("public_ip").asText());

        plane.run("terminate", "names", "--yes");

        await().atMost(TestControlPlane.CONDITION_TIMEOUT)
                .untilAsserted(
                        () -> {
                            assertThat(dig(plane, env, "names" + ZONE)).isEmpty();
                            assertThat(dig(plane, env, "names-3" + ZONE)).isEmpty();
                        });
    }

    private static JsonNode probe(TestControlPlane plane, String member) {
        return await().atMost(TestControlPlane.CONDITION_TIMEOUT)
                .until(() -> plane.run("logs", member).out(), log -> log.contains("PROBE "))
                .lines()
                .filter(line -> line.contains("PROBE "))
                .map(line -> line.substring(line.indexOf("PROBE ") + "PROBE ".length()))
                .map(NamesIT::read)
                .findFirst()
                .orElseThrow();
    }

    private static JsonNode read(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Peer list in the exact form of the seed. */
    private static String peers(JsonNode array) {
        StringBuilder text = new StringBuilder("[\n");
        for (JsonNode member : array.path("members")) {
            text.append(text.length() > 2 ? ",\n" : "")
                    .append(
                            """
                              {
                                "index": %d,
                                "instance_id": "%s",
                                "ip": "%s",
                                "dns": "%s"
                              }"""
                                    .formatted(
                                            member.path("index").asInt(),
                                            member.path("instance_id").asText(),
                                            member.path("private_ip").asText(),
                                            member.path("dns").asText())
                                    .indent(2)
                                    .stripTrailing());
        }
        return text + "\n]\n";
    }

    private static List<String> column(JsonNode array, String field) {
        return IntStream.range(0, array.path("members").size())
                .mapToObj(index -> array.path("members").get(index).path(field).asText())
                .toList();
    }

    private static List<String> dig(TestControlPlane plane, Map<String, String> env, String name) {
        String[] server = env.getOrDefault("SPAWN_DNS", "").split(":", 2);
        ProgramRun run =
                plane.runProgram(env, "dig", "@" + server[0], "-p", server[1], "+short", name);
        assertThat(run.exit()).as(run.toString()).isZero();
        return run.out().lines().toList();
    }
}
