/** Tests of the graph of a job. */
@NullMarked
package io.jobarrays.server.batch.jobxml.graph;

import org.jspecify.annotations.NullMarked;
