/** Checks the graph, the stages, the decisions and the expressions of a job. */
@NullMarked
package io.jobarrays.server.batch.jobxml.check;

import org.jspecify.annotations.NullMarked;
