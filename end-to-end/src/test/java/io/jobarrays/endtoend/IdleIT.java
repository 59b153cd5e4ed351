package io.jobarrays.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The idle timeout stops idle instances and no busy ones. */
@Order(2)
@ExtendWith(SharedControlPlane.class)
class IdleIT {
    /** Work by index; the last index has none. */
    private static final String WORK =
            """
            case $JOB_ARRAY_INDEX in
            0) while :; do i=0; while [ $i -lt 20000 ]; do i=$((i+1)); done; sleep 0.1; done ;;
            1) while :; do dd if=/dev/zero of=/root/disk bs=1M count=20 2>/dev/null; sleep 1; done ;;
            2) while :; do curl -s -o /dev/null http://$PEER:8000/big; sleep 1; done ;;
            3) setsid script -qfc 'sleep 10000' /dev/null </dev/null >/dev/null 2>&1 & sleep 10000 ;;
            esac
            """;

    private static final String PREPARED =
            """
            while [ ! -f /etc/spawn/job-array-peers.json ]; do sleep 0.2; done
            mkdir -p /srv/www && head -c 3000000 /dev/zero >/srv/www/big
            (cd /srv/www && exec python3 -m http.server 8000 >/dev/null 2>&1) &
            export PEER=$(jq -r '.[0].ip' /etc/spawn/job-array-peers.json)
            """;

    @Test
    void stopsIdleMachinesOnly(TestControlPlane plane) {
        try (TestArray fleet =
                TestArray.launch(
                        plane,
                        "idle",
                        5,
                        "--idle-timeout",
                        "25s",
                        "--on-idle",
                        "stop",
                        "--command",
                        PREPARED + WORK + "exit 0")) {
            fleet.until(
                    TestControlPlane.CONDITION_TIMEOUT,
                    it ->
                            it.member(3).path("state").asText().equals("stopped")
                                    && it.member(4).path("state").asText().equals("stopped"));

            for (int busy = 0; busy < 3; busy++) {
                assertThat(fleet.member(busy).path("state").asText()).isEqualTo("running");
                assertThat(fleet.member(busy).path("busy").asText()).isNotEqualTo("null");
            }
            assertThat(fleet.member(1).path("busy").asText()).contains("disk");
            assertThat(fleet.member(2).path("busy").asText()).contains("network");
        }
    }
}
