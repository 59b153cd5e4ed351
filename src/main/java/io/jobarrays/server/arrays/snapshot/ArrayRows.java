package io.jobarrays.server.arrays.snapshot;

import io.jobarrays.server.arrays.rows.JobArray;
import io.jobarrays.server.arrays.rows.Member;
import io.jobarrays.server.instances.rows.OwnedInstances;
import java.util.List;

/** Committed rows of one array, which several readers may share: none of them changes a row. */
record ArrayRows(JobArray array, List<Member> members, OwnedInstances instances) {}
