/** Pipelines: validates and stores job XML, runs executions on the batch engine. */
@NullMarked
package io.jobarrays.server.batch;

import org.jspecify.annotations.NullMarked;
