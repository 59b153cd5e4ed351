package io.jobarrays.agent.scale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GuardedPeerFilesTest {
    @TempDir Path machine = Path.of("");

    @Test
    void writesNothingWhileEtcIsReadOnly() throws Exception {
        GuardedPeerFiles files =
                new GuardedPeerFiles(new SharedPeerFiles(machine.resolve("shared")));
        Path hosts = machine.resolve("hosts");

        files.setWritable(false);
        assertThatThrownBy(() -> files.write(hosts, "peers"))
                .isInstanceOf(IOException.class)
                .hasMessageEndingWith("hosts: Read-only file system");
        assertThat(hosts).doesNotExist();

        files.setWritable(true);
        files.write(hosts, "peers");
        assertThat(hosts).hasContent("peers");
    }
}
