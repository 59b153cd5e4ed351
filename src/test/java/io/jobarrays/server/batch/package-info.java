/** Executions on arrays with simulated phases. */
@NullMarked
package io.jobarrays.server.batch;

import org.jspecify.annotations.NullMarked;
