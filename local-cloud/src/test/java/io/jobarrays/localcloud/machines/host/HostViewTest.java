package io.jobarrays.localcloud.machines.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostViewTest {
    @TempDir private Path state = Path.of("/");

    @Test
    void stateSecretsAndHiddenOptionsAreHidden() throws Exception {
        Path home = Path.of(System.getProperty("user.home")).toRealPath();

        HostView host = HostView.of(state, Optional.empty(), List.of(Path.of("/opt/private")));

        assertThat(host.hidden())
                .contains(state.toRealPath(), Path.of("/opt/private"), home.resolve(".ssh"));
    }

    @Test
    void directoryBelowAHiddenOneIsNotListedAgain() throws Exception {
        Path inner = Files.createDirectory(state.resolve("inner"));

        HostView host = HostView.of(state, Optional.empty(), List.of(inner));

        assertThat(host.hidden()).contains(state.toRealPath()).doesNotContain(inner.toRealPath());
    }

    @Test
    void homeIsNeverShown() throws Exception {
        Path home = Path.of(System.getProperty("user.home")).toRealPath();

        HostView host = HostView.of(state, Optional.empty(), List.of());

        assertThat(host.shown()).noneMatch(home::startsWith);
    }

    @Test
    void missingImageIsRefusedInOneSentence() {
        Path image = state.resolve("nowhere");

        assertThatThrownBy(() -> HostView.of(state, Optional.of(image), List.of()))
                .isInstanceOf(IOException.class)
                .hasMessage("the image " + image + " is not a directory");
    }

    @Test
    void missingSharedDirectoryIsRefusedInOneSentence() throws Exception {
        HostView host = HostView.of(state, Optional.empty(), List.of());

        assertThatThrownBy(() -> host.withShared(List.of(state.resolve("nowhere"))))
                .hasMessageStartingWith("the shared directory " + state.resolve("nowhere"))
                .hasMessageContaining("does not exist");
    }

    @Test
    void missingProgramsAreNamedWithTheirPackages() {
        assertThatThrownBy(() -> HostTools.require(state.toString()))
                .hasMessageStartingWith("unshare, nsenter, ")
                .hasMessageEndingWith("install util-linux, iproute2 and hostname");
    }
}
