package io.jobarrays.localcloud.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class CloudOptionsTest {

    @Test
    void parsesAllOptions() {
        CloudOptions options =
                CloudOptions.parse(
                        "--state",
                        "/s",
                        "--control-plane",
                        "/s/server.json",
                        "--port",
                        "1", //
                        "--dns-port",
                        "2",
                        "--image",
                        "/i",
                        "--capacity",
                        "3", //
                        "--scale",
                        "--scale-directory",
                        "/m/../memory",
                        "--hide",
                        "/h",
                        "--hide",
                        "/h/../k",
                        "--share",
                        "/data",
                        "--parent",
                        "4");

        assertThat(options.state()).isEqualTo(Path.of("/s"));
        assertThat(options.controlPlane()).isEqualTo(Path.of("/s/server.json"));
        assertThat(options.port()).isEqualTo(1);
        assertThat(options.dnsPort()).isEqualTo(2);
        assertThat(options.image()).contains(Path.of("/i"));
        assertThat(options.capacity()).contains(3);
        assertThat(options.scale()).isTrue();
        assertThat(options.scaleDirectory()).contains(Path.of("/memory"));
        assertThat(options.hidden()).containsExactly(Path.of("/h"), Path.of("/k"));
        assertThat(options.shared()).containsExactly(Path.of("/data"));
        assertThat(options.parent()).contains(4L);
    }

    @Test
    void missingOrInvalidOptionIsNamedInTheError() {
        refused("--control-plane FILE is missing", "--state", "/s");
        refused("--port needs a number, not x", "--port", "x");
        refused("--capacity needs a number, not -1", "--capacity", "-1");
        refused("--state needs a value", "--state");
        refused("there is no option --colour", "--colour", "red");
    }

    private static void refused(String sentence, String... arguments) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CloudOptions.parse(arguments))
                .withMessage(sentence);
    }
}
