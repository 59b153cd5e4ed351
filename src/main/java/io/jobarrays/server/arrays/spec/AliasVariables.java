package io.jobarrays.server.arrays.spec;

import io.jobarrays.contract.IndexSet;
import java.util.Map;
import java.util.TreeMap;

/**
 * Variables under which scripts of other systems look for what the {@code JOB_ARRAY_…} ones say.
 */
public final class AliasVariables {
    /** Names of the aliases; the agent keeps them from processes that {@code mpirun} starts. */
    private static final String NAMES = "JOB_ARRAY_ALIASES";

    /** The default of torchrun. */
    private static final String MAIN_PORT = "29500";

    private AliasVariables() {}

    /**
     * The aliases of a member, without those that the user sets otherwise.
     *
     * <p>A rank is a position among the members: processes of a group count from 0 without gaps.
     *
     * @param members indexes of all members
     * @param mainName DNS name of the first of them
     */
    public static Map<String, String> of(
            int index, IndexSet members, String mainName, Map<String, String> environment) {
        int size = members.size();
        int rank = members.countBelow(index);
        Map<String, String> aliases = new TreeMap<>();
        aliases.put("SLURM_ARRAY_TASK_ID", "" + index);
        aliases.put("SLURM_ARRAY_TASK_COUNT", "" + size);
        aliases.put("SLURM_ARRAY_TASK_MIN", "" + members.first());
        aliases.put("SLURM_ARRAY_TASK_MAX", "" + members.last());
        aliases.put("SLURM_PROCID", "" + rank);
        aliases.put("SLURM_NNODES", "" + size);
        aliases.put("AWS_BATCH_JOB_ARRAY_INDEX", "" + index);
        aliases.put("JOB_COMPLETION_INDEX", "" + index);
        aliases.put("NODE_RANK", "" + rank);
        aliases.put("RANK", "" + rank);
        aliases.put("LOCAL_RANK", "0");
        aliases.put("WORLD_SIZE", "" + size);
        aliases.put("MASTER_ADDR", mainName);
        aliases.put("MASTER_PORT", MAIN_PORT);
        aliases.keySet().removeAll(environment.keySet());
        aliases.put(NAMES, String.join(" ", aliases.keySet()));
        return aliases;
    }
}
