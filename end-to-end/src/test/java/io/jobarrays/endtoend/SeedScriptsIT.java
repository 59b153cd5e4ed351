package io.jobarrays.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Scripts of the seed document as user data, unchanged but for the programs they call. */
@ExtendWith(SharedControlPlane.class)
class SeedScriptsIT {
    private static final String LEADER_AND_WORKERS =
            """
            #!/bin/bash

            if [ "$JOB_ARRAY_INDEX" -eq 0 ]; then
                # Leader: coordinate work
                echo "Starting coordinator..."
                python3 coordinator.py
            else
                # Workers: wait for leader, then connect
                while [ ! -f /etc/spawn/job-array-peers.json ]; do sleep 1; done

                LEADER_IP=$(jq -r '.[] | select(.index==0) | .ip' /etc/spawn/job-array-peers.json)
                echo "Connecting to leader at $LEADER_IP"
                python3 worker.py --leader $LEADER_IP --rank $JOB_ARRAY_INDEX
            fi
            """;

    private static final String COORDINATOR =
            """
            import os, socket
            with socket.create_server(("", 6379)) as server:
                server.settimeout(60)
                ranks = set()
                while len(ranks) < int(os.environ["JOB_ARRAY_SIZE"]) - 1:
                    connection, _ = server.accept()
                    with connection:
                        ranks.add(int(connection.makefile().readline()))
                        connection.sendall(b"welcome\\n")
            print("workers", sorted(ranks))
            """;

    private static final String WORKER =
            """
            import socket, sys, time
            leader, rank = sys.argv[2], sys.argv[4]
            for attempt in range(300):
                try:
                    connection = socket.create_connection((leader, 6379), 5)
                    break
                except OSError:
                    time.sleep(0.2)
            connection.sendall((rank + "\\n").encode())
            print("leader says", connection.makefile().readline().strip())
            """;

    private static final String CAREFUL =
            """
            #!/bin/bash
            set -e  # Exit on error

            # Timeout for peer file (30 seconds)
            TIMEOUT=30
            COUNT=0
            while [ ! -f /etc/spawn/job-array-peers.json ]; do
                if [ $COUNT -ge $TIMEOUT ]; then
                    echo "ERROR: Peer file not found after ${TIMEOUT}s"
                    exit 1
                fi
                sleep 1
                COUNT=$((COUNT + 1))
            done

            # Validate peer file
            if ! jq empty /etc/spawn/job-array-peers.json 2>/dev/null; then
                echo "ERROR: Invalid peer file JSON"
                exit 1
            fi

            # Continue with workload...
            echo "workload of $JOB_ARRAY_INDEX among $(jq length /etc/spawn/job-array-peers.json)"
            """;

    @Test
    void leaderAndWorkersFindEachOther(TestControlPlane plane) throws Exception {
        Path files = plane.files("leader");
        Files.writeString(files.resolve("coordinator.py"), COORDINATOR);
        Files.writeString(files.resolve("worker.py"), WORKER);

        JsonNode array = launch(plane, "leader", LEADER_AND_WORKERS, "--files", "" + files);

        assertThat(array.path("members"))
                .hasSize(4)
                .allSatisfy(m -> assertThat(m.path("exit_status").asText()).isEqualTo("EXIT_0"));
        assertThat(plane.run("logs", "leader-0").out()).contains("workers [1, 2, 3]");
        assertThat(plane.run("logs", "leader-2").out()).contains("leader says welcome");
    }

    @Test
    void scriptThatWaitsWithTimeoutCompletes(TestControlPlane plane) throws Exception {
        JsonNode array = launch(plane, "careful", CAREFUL);

        assertThat(array.path("members"))
                .hasSize(4)
                .allSatisfy(m -> assertThat(m.path("exit_status").asText()).isEqualTo("EXIT_0"));
        assertThat(plane.run("logs", "careful-3").out()).contains("workload of 3 among 4");
    }

    private static JsonNode launch(
            TestControlPlane plane, String name, String script, String... more) throws IOException {
        Path file = plane.files("scripts").resolve(name + ".sh");
        Files.writeString(file, script);
        String[] flags = {
            "launch",
            "--count",
            "4",
            "--job-array-name",
            name,
            "--ttl",
            "10m",
            "--wait",
            "--on-complete",
            "terminate",
            "--user-data",
            "@" + file
        };
        String[] all = Arrays.copyOf(flags, flags.length + more.length);
        System.arraycopy(more, 0, all, flags.length, more.length);
        plane.run(all);
        return plane.json("status", name);
    }
}
