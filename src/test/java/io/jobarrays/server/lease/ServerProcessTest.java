package io.jobarrays.server.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class ServerProcessTest {
    private static final ServerProcess OWN = ServerProcess.current();

    @Test
    void aProcessThatRunsHasNotEnded() {
        assertThat(OWN.hasEnded()).isFalse();
    }

    @Test
    void aProcessThatWasKilledHasEnded() throws IOException, InterruptedException {
        Process killed = new ProcessBuilder("sleep", "60").start();
        ServerProcess process = ServerProcess.of(killed.pid());
        assertThat(process.hasEnded()).isFalse();

        killed.destroyForcibly().waitFor();

        assertThat(process.hasEnded()).isTrue();
    }

    @Test
    void aLaterProcessWithTheSameNumberIsAnotherOne() {
        assertThat(new ServerProcess(OWN.origin(), OWN.pid(), OWN.startTicks() - 1).hasEnded())
                .isTrue();
    }

    @Test
    void nothingIsKnownOfAProcessOfAnotherMachine() {
        assertThat(new ServerProcess("another", OWN.pid(), 1).hasEnded()).isFalse();
        assertThat(new ServerProcess("", OWN.pid(), 1).hasEnded()).isFalse();
        ServerProcess unknown = new ServerProcess("", 1, -1);
        assertThat(unknown.hasEnded()).isFalse();
        assertThat(unknown.isSameAs(unknown)).isFalse();
        assertThat(OWN.isSameAs(ServerProcess.current())).isTrue();
    }

    @Test
    void textHoldsTheWholeProcess() {
        assertThat(ServerProcess.parse(OWN.toString())).isEqualTo(OWN);
        ServerProcess unknown = new ServerProcess("", 7, -1);
        assertThat(ServerProcess.parse(unknown.toString())).isEqualTo(unknown);
        assertThatIllegalArgumentException().isThrownBy(() -> ServerProcess.parse("7"));
    }
}
