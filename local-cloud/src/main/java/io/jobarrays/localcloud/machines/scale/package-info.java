/** Machines of scale mode, many in one process. */
@NullMarked
package io.jobarrays.localcloud.machines.scale;

import org.jspecify.annotations.NullMarked;
