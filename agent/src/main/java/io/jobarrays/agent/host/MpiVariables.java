package io.jobarrays.agent.host;

import io.jobarrays.contract.Paths;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.TreeMap;

/** Variables with which {@code mpirun} finds the members of the array without an option. */
public final class MpiVariables {
    /**
     * Open MPI inherits its own variables to the ranks of its machine, MPICH to all ranks; those of
     * index 0 would be wrong.
     */
    private static final String PROCESS =
            """
            #!/bin/sh
            # Starts a rank of MPI with the variables of this machine, and without the aliases that
            # describe a member of the array.
            [ ! -r %1$s ] || . %1$s
            for name in $JOB_ARRAY_ALIASES; do unset "$name"; done
            unset JOB_ARRAY_ALIASES
            exec "$@"
            """;

    private MpiVariables() {}

    /** Empty before the peers are published: Open MPI fails when its hostfile is missing. */
    public static Map<String, String> of(RootDirectory root) {
        Map<String, String> variables = new TreeMap<>();
        if (Files.exists(root.resolve(Paths.HOSTFILE_OPENMPI))) {
            String hostfile = root.resolve(Paths.HOSTFILE_OPENMPI).toString();
            String process = root.resolve(Paths.MPI_PROCESS).toString();
            // Open MPI 4, and its successor PRRTE of Open MPI 5.
            variables.put("OMPI_MCA_orte_default_hostfile", hostfile);
            variables.put("PRTE_MCA_prte_default_hostfile", hostfile);
            variables.put("OMPI_MCA_rmaps_base_mapping_policy", "node");
            variables.put("PRTE_MCA_rmaps_default_mapping_policy", "node");
            variables.put("OMPI_MCA_orte_fork_agent", process);
            variables.put("PRTE_MCA_prte_fork_agent", process);
        }
        return variables;
    }

    /** Installs the program that starts the ranks. */
    public static void installProcess(RootDirectory root) throws IOException {
        AtomicFile.writeIfChanged(
                root.resolve(Paths.MPI_PROCESS),
                PROCESS.formatted(root.resolve(Paths.ENV_FILE)),
                "rwxr-xr-x");
    }
}
