/** CPU, memory and threads of processes on this machine. */
@NullMarked
package io.jobarrays.benchmarks.process;

import org.jspecify.annotations.NullMarked;
