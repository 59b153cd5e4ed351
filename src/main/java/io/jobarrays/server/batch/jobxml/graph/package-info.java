/** Graph of a job: its nodes and the edges between them. */
@NullMarked
package io.jobarrays.server.batch.jobxml.graph;

import org.jspecify.annotations.NullMarked;
