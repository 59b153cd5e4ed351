/** Runs executions on the batch engine JBeret: artifacts, repository, leases of running jobs. */
@NullMarked
package io.jobarrays.server.batch.engine;

import org.jspecify.annotations.NullMarked;
