package io.jobarrays.server.arrays.owner;

import io.jobarrays.server.arrays.rows.JobArray;
import io.jobarrays.server.arrays.rows.Member;
import io.jobarrays.server.instances.rows.OwnedInstances;
import io.jobarrays.server.instances.rows.RowChanges;
import java.util.List;

/**
 * Committed rows of one array; the members by index.
 *
 * @param changes of the instances, none yet
 */
record ArrayRowsRead(
        JobArray array, List<Member> members, OwnedInstances instances, RowChanges changes) {}
