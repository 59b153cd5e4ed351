/** One run of an instance: its processes, console output and freezing. */
@NullMarked
package io.jobarrays.localcloud.machines.process;

import org.jspecify.annotations.NullMarked;
