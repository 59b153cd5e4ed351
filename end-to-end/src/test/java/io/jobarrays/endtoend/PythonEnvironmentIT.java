package io.jobarrays.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What the how-to about Python shows, with an environment that {@code PYTHON_ENVIRONMENT} names; it
 * is exposed while the local cloud runs.
 */
@ExtendWith(SharedControlPlane.class)
class PythonEnvironmentIT {
    private static final Path ENVIRONMENT =
            Path.of(System.getenv().getOrDefault("PYTHON_ENVIRONMENT", "/nowhere"));

    @Test
    void daskRunsOnItsWorkers(TestControlPlane plane) throws Exception {
        RequiredTools.requirePythonModule(ENVIRONMENT + "/bin/python", "distributed");
        plane.run("up", "--expose", ENVIRONMENT.toString());
        Path files = plane.files("dask");
        HowToFiles.write("python.md", "dask", files);

        try (TestArray dask =
                TestArray.launch(
                        plane,
                        "dask",
                        3,
                        "--barrier",
                        "--files",
                        files.toString(),
                        "--env",
                        "PATH=%s/bin:/usr/local/bin:/usr/bin:/bin".formatted(ENVIRONMENT),
                        "--command",
                        "bash cluster.sh")) {
            dask.untilEach(TestControlPlane.CONDITION_TIMEOUT, "exit_status", "EXIT_0");

            assertThat(dask.log(0)).contains("sum 328350 of 2 workers");
        }
    }

    @Test
    void mpi4pyReducesOverTheMembers(TestControlPlane plane) {
        assumeTrue(
                System.getProperty("user.name").equals("root"),
                "needs root, whose instances have users");
        RequiredTools.require("mpirun");
        RequiredTools.require("sshd");
        RequiredTools.requirePythonModule(ENVIRONMENT + "/bin/python", "mpi4py");
        plane.run("up", "--expose", ENVIRONMENT.toString());
        String program =
                """
                from mpi4py import MPI
                print("sum", MPI.COMM_WORLD.allreduce(MPI.COMM_WORLD.rank))
                """;

        try (TestArray mpi =
                TestArray.launch(
                        plane,
                        "mpi4py",
                        3,
                        "--barrier",
                        "--command",
                        "[ $JOB_ARRAY_INDEX -gt 0 ] || mpirun -np $JOB_ARRAY_SIZE %s/bin/python -c '%s'"
                                .formatted(ENVIRONMENT, program))) {
            mpi.untilEach(TestControlPlane.CONDITION_TIMEOUT, "exit_status", "EXIT_0");

            // Open MPI warns when its ssh has begun before its parent could set the process group.
            assertThat(mpi.log(0).lines().filter(line -> !line.contains("Warning: setpgid(")))
                    .containsExactly("sum 3", "sum 3", "sum 3");
        }
    }
}
