package io.jobarrays.server.arrays.owner;

import io.jobarrays.server.arrays.rows.JobArray;
import io.jobarrays.server.arrays.rows.Member;
import io.jobarrays.server.instances.rows.Instance;
import io.jobarrays.server.instances.rows.LaunchIntent;
import java.util.List;

/** Committed rows of one array; the members by index, the launch calls without an outcome. */
record ArrayRowsRead(
        JobArray array,
        List<Member> members,
        List<Instance> instances,
        List<LaunchIntent> openLaunches) {}
