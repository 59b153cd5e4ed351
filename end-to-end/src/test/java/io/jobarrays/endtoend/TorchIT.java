package io.jobarrays.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** PyTorch DDP as the how-to shows it, with the PyTorch of Debian. */
@Tag("campaign")
@ExtendWith(SharedControlPlane.class)
class TorchIT {
    private static final String PYTHON = "/usr/bin/python3";

    @Test
    void ranksHaveTheSameWeights(TestControlPlane plane) throws Exception {
        RequiredTools.requirePythonModule(PYTHON, "torch");
        Path files = plane.files("ddp");
        HowToFiles.write("python.md", "ddp", files);

        try (TestArray ddp =
                TestArray.launch(
                        plane,
                        "ddp",
                        4,
                        "--instance-type",
                        "m7i.large",
                        "--barrier",
                        "--files",
                        files.toString(),
                        "--command",
                        PYTHON + " train.py")) {
            ddp.untilEach(TestControlPlane.CONDITION_TIMEOUT, "exit_status", "EXIT_0");

            for (int rank = 0; rank < 4; rank++) {
                assertThat(ddp.log(rank))
                        .contains("rank %d of 4: same weights True".formatted(rank));
            }
        }
    }
}
