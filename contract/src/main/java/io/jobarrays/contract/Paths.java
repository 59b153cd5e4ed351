package io.jobarrays.contract;

/** Where things are on an instance. */
public final class Paths {
    public static final String ENV_FILE = "/etc/profile.d/job-array.sh";
    public static final String SPAWN_DIR = "/etc/spawn";

    /** What the bootstrap leaves for the agent: KEY=value lines, mode 0600. */
    public static final String AGENT_ENV = "/etc/spawn/agent.env";

    public static final String PEERS = "/etc/spawn/job-array-peers.json";
    public static final String PEERS_META = "/etc/spawn/peers.meta.json";
    public static final String HOSTFILE = "/etc/spawn/hostfile";
    public static final String BARRIER_FAILED = "/etc/spawn/barrier-failed.json";
    public static final String HOSTS = "/etc/hosts";

    /** What the agent must find again after its own end: token, deadline, the work's state. */
    public static final String AGENT_STATE = "/var/lib/spored";

    public static final String USER_DATA_LOG = "/var/log/cloud-init-output.log";
    public static final String AGENT_LOG = "/var/log/spored.log";

    /** The agent as installed on an image. */
    public static final String AGENT_HOME = "/opt/spored";

    private Paths() {}
}
