package io.jobarrays.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Calls with another member's credentials are refused and recorded in the array's events. */
@ExtendWith(SharedControlPlane.class)
class ImpostorIT {
    private static final String STATUS = " -s -o /dev/null -w '%{http_code}' ";

    @Test
    void refusesCopiedTokenAndUsedNonce(TestControlPlane plane) {
        try (TestArray two = TestArray.launch(plane, "guarded", 2)) {
            String token = two.runOn(0, "cat /var/lib/spored/token").lines().findFirst().orElse("");
            token = token.replaceAll("[^0-9a-zA-Z_=.-].*", "");
            String nonce = two.runOn(0, "sed -n 's/^SPAWN_NONCE=//p' /etc/spawn/agent.env").strip();
            String server =
                    two.runOn(0, "sed -n 's/^SPAWN_SERVER=//p' /etc/spawn/agent.env").strip();

            String copied =
                    two.runOn(
                            1,
                            "curl"
                                    + STATUS
                                    + "-H 'Authorization: Bearer %s' %s/agents/bundle"
                                            .formatted(token, server));
            String again =
                    two.runOn(
                            1,
                            "curl"
                                    + STATUS
                                    + "-H 'Content-Type: application/json' -d '%s' %s/agents/enrol"
                                            .formatted(enrolment(two, nonce), server));

            assertThat(copied).isEqualTo("401");
            assertThat(again).isEqualTo("403");
            Map<String, String> env = plane.env();
            String events =
                    plane.runProgram(
                                    Map.of(),
                                    "timeout",
                                    "3",
                                    "curl",
                                    "-sN",
                                    "-H",
                                    "Authorization: Bearer " + env.get("SPAWN_TOKEN"),
                                    env.get("SPAWN_URL") + "/api/v1/arrays/guarded/events")
                            .out();
            assertThat(events).contains("may not enrol");
        }
    }

    /** Enrolment body of the first member, signed with another key. */
    private static String enrolment(TestArray two, String nonce) {
        return ("{\"array_id\":\"%s\",\"index\":0,\"instance_id\":\"%s\",\"nonce\":\"%s\","
                        + "\"document\":\"{}\",\"signature\":\"AAAA\",\"public_key\":\"%s\"}")
                .formatted(
                        two.view().path("job_array_id").asText(),
                        two.instance(0),
                        nonce,
                        "MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=");
    }
}
