package io.jobarrays.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Warnings of TTL and cost by the server, which is killed while their receiver refuses them. */
class NotificationsIT {
    private static final Map<String, String> SETTINGS =
            Map.of("SPAWN_NOTIFY_ALLOWED_NETWORKS", "127.0.0.1");

    @Test
    void killedServerDeliversEachWarningOnce() throws Exception {
        try (NotificationReceiver receiver = new NotificationReceiver();
                TestControlPlane plane = TestControlPlane.started(SETTINGS)) {
            plane.run(
                    "launch",
                    "--job-array-name",
                    "warned",
                    "--instance-type",
                    "m7i.48xlarge",
                    "--ttl",
                    "90s",
                    "--command",
                    "sleep 600",
                    "--notify",
                    receiver.url(),
                    // It costs this in four seconds.
                    "--notify-cost",
                    "0.01");
            List<String> warnings = List.of("array.cost_warning", "array.ttl_warning");
            for (String type : warnings) {
                await().atMost(TestControlPlane.CONDITION_TIMEOUT)
                        .until(() -> !receiver.ids(type, false).isEmpty());
            }

            plane.killServer();
            receiver.take();
            plane.spawn(SETTINGS, "up");

            await().atMost(TestControlPlane.CONDITION_TIMEOUT)
                    .until(() -> !receiver.ids("array.failed", true).isEmpty());
            for (String type : warnings) {
                await().atMost(TestControlPlane.CONDITION_TIMEOUT)
                        .until(() -> !receiver.ids(type, true).isEmpty());
                assertThat(receiver.ids(type, true))
                        .as(type)
                        .hasSize(1)
                        .isSubsetOf(receiver.ids(type, false));
                assertThat(receiver.ids(type, false))
                        .containsOnly(receiver.ids(type, true).getFirst());
            }
        }
    }
}
