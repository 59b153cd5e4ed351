/** What instances see of the host: directories, programs and mounts. */
@NullMarked
package io.jobarrays.localcloud.machines.host;

import org.jspecify.annotations.NullMarked;
