package io.jobarrays.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Scripts on a local instance change nothing on the host. */
@ExtendWith(SharedControlPlane.class)
class IsolationIT {
    private static final String VANDAL =
            """
            #!/bin/bash
            mkdir -p ~/.ssh /root/.ssh "$HOST_HOME/.ssh"
            echo "Host vandal" | tee ~/.ssh/config /root/.ssh/config "$HOST_HOME/.ssh/config"
            touch "/usr/local/$MARK" "/usr/local/bin/$MARK" "/var/log/$MARK" "/var/lib/$MARK" "/etc/$MARK"
            touch "/tmp/$MARK" "/dev/shm/$MARK" "$HOST_HOME/$MARK"
            rm -rf /opt/* /usr/local/share/*
            for secret in "$STATE/token" "$STATE/server.json" "$STATE/cloud/cloud.json" \\
                "$STATE/cloud/identity.key"; do
                if cat "$secret" >/dev/null 2>&1; then
                    echo "could read $secret"
                    exit 9
                fi
            done
            cat ~/.ssh/config && echo "done"
            """;

    @Test
    void keepsWritesAndDeletionsOnTheInstance(TestControlPlane plane) throws Exception {
        String mark = "vandal-" + ProcessHandle.current().pid();
        Path home = Path.of(System.getProperty("user.home"));
        Path script = plane.files("scripts").resolve("vandal.sh");
        Files.writeString(script, VANDAL);
        List<String> before = listing();

        plane.run(
                "launch",
                "--count",
                "1",
                "--job-array-name",
                "vandal",
                "--ttl",
                "10m",
                "--wait",
                "--on-complete",
                "terminate",
                "--user-data",
                "@" + script,
                "--env",
                "MARK=" + mark,
                "--env",
                "STATE=" + plane.state(),
                "--env",
                "HOST_HOME=" + home);

        assertThat(plane.run("logs", "vandal-0").out()).contains("Host vandal", "done");
        assertThat(listing()).isEqualTo(before);
        assertThat(
                        Stream.of(
                                        "/usr/local",
                                        "/usr/local/bin",
                                        "/var/log",
                                        "/var/lib",
                                        "/etc",
                                        "/tmp",
                                        "/dev/shm",
                                        "" + home)
                                .map(directory -> Path.of(directory, mark)))
                .noneMatch(Files::exists);
        Path config = home.resolve(".ssh/config");
        assertThat(Files.exists(config) ? Files.readString(config) : "").doesNotContain("vandal");
    }

    private static List<String> listing() {
        return Stream.of("/opt", "/usr/local/share")
                .flatMap(directory -> Stream.of(new File(directory).listFiles()))
                .map(File::toString)
                .sorted()
                .toList();
    }
}
