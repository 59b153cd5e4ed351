/** Memory limits of instances: a cgroup for each, with the memory of its type. */
@NullMarked
package io.jobarrays.localcloud.machines.memory;

import org.jspecify.annotations.NullMarked;
