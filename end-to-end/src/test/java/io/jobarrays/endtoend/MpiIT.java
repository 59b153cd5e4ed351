package io.jobarrays.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The seed's MPI script with the OpenMPI of this machine. */
@ExtendWith(SharedControlPlane.class)
class MpiIT {
    /** The script of the seed without installation and compilation. */
    private static final String SETUP =
            """
            #!/bin/bash
            set -e

            # Wait for all peers
            while [ ! -f /etc/spawn/job-array-peers.json ]; do sleep 1; done

            # Setup SSH for passwordless communication
            cat > ~/.ssh/config <<EOF
            Host *
                StrictHostKeyChecking no
                UserKnownHostsFile /dev/null
            EOF

            # Generate hostfile
            jq -r '.[] | .dns' /etc/spawn/job-array-peers.json > /tmp/hostfile

            # Run (leader only)
            if [ "$JOB_ARRAY_INDEX" -eq 0 ]; then
                mpirun -np $JOB_ARRAY_SIZE -hostfile /tmp/hostfile ./hello
            fi
            """;

    private static final String HELLO =
            "#!/bin/sh\necho \"rank $OMPI_COMM_WORLD_RANK of $OMPI_COMM_WORLD_SIZE on $(hostname)\"\n";

    @Test
    void mpirunStartsARankOnEachMember(TestControlPlane plane) throws Exception {
        assumeTrue(
                System.getProperty("user.name").equals("root"),
                "needs root, whose instances have users");
        RequiredTools.require("mpirun");
        RequiredTools.require("sshd");
        Path files = plane.files("mpi");
        Files.writeString(files.resolve("hello"), HELLO);
        assertThat(files.resolve("hello").toFile().setExecutable(true)).isTrue();
        Path script = Files.writeString(plane.files("scripts").resolve("mpi-setup.sh"), SETUP);

        try (TestArray mpi =
                TestArray.launch(
                        plane, "mpi-job", 3, "--files", "" + files, "--user-data", "@" + script)) {
            mpi.untilEach(TestControlPlane.CONDITION_TIMEOUT, "exit_status", "EXIT_0");

            String log = mpi.log(0);
            for (int rank = 0; rank < 3; rank++) {
                assertThat(log).contains("rank %d of 3".formatted(rank));
            }
            assertThat(mpi.runOn(0, "mpirun -np 3 hostname").lines())
                    .hasSize(3)
                    .doesNotHaveDuplicates();
            String ranks =
                    "RANK=7 JOB_ARRAY_ALIASES=RANK mpirun -np 3 -hostfile /etc/spawn/hostfile"
                            + " sh -c 'echo [$JOB_ARRAY_INDEX $RANK]'";
            assertThat(mpi.runOn(0, ranks).lines())
                    .containsExactlyInAnyOrder("[0 ]", "[1 ]", "[2 ]");
            assertThat(mpi.runOn(0, "ssh mpi-job-1 'echo [$JOB_ARRAY_INDEX]'").strip())
                    .isEqualTo("[1]");
        }
    }
}
