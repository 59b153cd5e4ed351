/** Rows of executions, stages, definitions and leases. */
@NullMarked
package io.jobarrays.server.batch.rows;

import org.jspecify.annotations.NullMarked;
