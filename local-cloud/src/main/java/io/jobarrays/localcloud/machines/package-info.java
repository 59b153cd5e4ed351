/** Instances as process trees of this machine: disks, network, relay and their ends. */
@NullMarked
package io.jobarrays.localcloud.machines;

import org.jspecify.annotations.NullMarked;
