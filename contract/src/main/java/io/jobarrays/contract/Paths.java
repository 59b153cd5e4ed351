package io.jobarrays.contract;

/** File paths on an instance. */
public final class Paths {
    public static final String ENV_FILE = "/etc/profile.d/job-array.sh";
    public static final String SPAWN_DIR = "/etc/spawn";

    /** Settings that the bootstrap writes for the agent: KEY=value lines, mode 0600. */
    public static final String AGENT_ENV = "/etc/spawn/agent.env";

    public static final String PEERS = "/etc/spawn/job-array-peers.json";
    public static final String PEERS_META = "/etc/spawn/peers.meta.json";
    public static final String HOSTFILE = "/etc/spawn/hostfile";
    public static final String HOSTFILE_OPENMPI = "/etc/spawn/hostfile.openmpi";
    public static final String HOSTFILE_MPICH = "/etc/spawn/hostfile.mpich";

    /** Program through which Open MPI starts each rank, and MPICH when it is named. */
    public static final String MPI_PROCESS = "/etc/spawn/mpi-process";

    /** Read by PAM for ssh and cron: NAME=value lines. */
    public static final String ENVIRONMENT = "/etc/environment";

    public static final String BARRIER_FAILED = "/etc/spawn/barrier-failed.json";
    public static final String HOSTS = "/etc/hosts";

    /** State that survives a restart of the agent: token, deadline and state of the work. */
    public static final String AGENT_STATE = "/var/lib/spored";

    public static final String USER_DATA_LOG = "/var/log/cloud-init-output.log";
    public static final String AGENT_LOG = "/var/log/spored.log";

    /** Installation directory of the agent on an image. */
    public static final String AGENT_HOME = "/opt/spored";

    /** Parameters of the index, in the working directory: a JSON object of texts by name. */
    public static final String PARAMETERS = "parameters.json";

    private Paths() {}
}
